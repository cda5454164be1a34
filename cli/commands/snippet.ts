import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { VitrineError } from '../../src/contract/errors.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { helpOf, readArguments, wrong } from './arguments.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  products: {
    type: 'text',
    value: 'ADDRESS',
    default: '/feeds/products.json',
    meaning: 'of the feed, as the page sees it',
  },
  pack: { type: 'text', value: 'ADDRESS', meaning: 'of the pack' },
  from: {
    type: 'text',
    value: 'ADDRESS',
    meaning: 'of the folder with the files of this version. Default: of a public CDN, with the version in it',
  },
  limit: { type: 'whole', least: 1, most: 500, default: 8, meaning: 'products of the shelf' },
} as const satisfies Options;

const HELP = `vitrine snippet [options]

Prints the three lines by which a page without a build step gets a shelf: hashes of all files, the script, the shelf. The browser then
takes no file of another content. Write them into the page's head, the shelf where it should stand.

${helpOf(OPTIONS)}
`;

/** Modules that the script brings, workers and what these load. The others, such as bindings, have no place in such a page. */
const BROUGHT = /^(?!vitrine\.js$|react|vue|svelte|server|testing|experiments|live-list).*\.(js|wasm)$/;

export const snippetCommand: Command = {
  name: 'snippet',
  summary: 'prints the lines that give a page a shelf, with the hashes of all files',
  help: HELP,
  async run(args) {
    const { products, pack, from, limit } = readArguments(args, OPTIONS);
    process.stdout.write(snippetOf(readPackage(), { products, pack, from, limit }));
  },
};

interface Packaged {
  version: string;
  hashes: Readonly<Record<string, string>>;
}

/** Of the package that this command is in. @throws VitrineError `bad-options` */
function readPackage(): Packaged {
  const dist = resolve(import.meta.dirname, '..');
  try {
    const { version } = JSON.parse(readFileSync(resolve(dist, '../package.json'), 'utf8'));
    return { version, hashes: JSON.parse(readFileSync(resolve(dist, 'integrity.json'), 'utf8')) };
  } catch (cause) {
    throw new VitrineError('bad-options', 'The hashes of the package are not there.', {
      remedy: 'Run the command of an installed package; in a clone, `npm run build` first.',
      cause,
    });
  }
}

/** @throws VitrineError `bad-options` where `from` is no address of a folder */
export function snippetOf(
  { version, hashes }: Packaged,
  {
    products,
    pack,
    from,
    limit,
  }: { products: string; pack?: string | undefined; from?: string | undefined; limit: number },
): string {
  const folder = from ?? `https://cdn.jsdelivr.net/npm/vitrine@${version}/dist/`;
  if (!/^(https?:\/\/|\.{0,2}\/).*\/$/.test(folder)) {
    throw wrong(
      `${folder} is no address of a folder.`,
      'Give one such as https://cdn.example/vitrine/ or /vitrine/, with its slash.',
    );
  }
  const escaped = (text: string): string => text.replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const brought = Object.entries(hashes).filter(([file]) => BROUGHT.test(file));
  const integrity = Object.fromEntries(brought.map(([file, hash]) => [`${folder}${file}`, hash]));
  const data = [
    `data-products="${escaped(products)}"`,
    ...(pack === undefined ? [] : [`data-pack="${escaped(pack)}"`]),
  ];
  return [
    `<script type="importmap">${JSON.stringify({ integrity }).replaceAll('<', '\\u003c')}</script>`,
    `<script async src="${escaped(folder)}vitrine.js" integrity="${hashes['vitrine.js']}" crossorigin="anonymous" ${data.join(' ')}></script>`,
    `<vitrine-shelf limit="${limit}"></vitrine-shelf>`,
    '',
  ].join('\n');
}
