import { gzipSync } from 'node:zlib';
import { readPackFile } from '../../src/engine/intake/read-pack-file.ts';
import { Serving } from '../../src/engine/serving.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { readArguments, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readPackAt } from './data.ts';

const HELP = `vitrine inspect FILE [--json]

Shows what a pack holds, after reading all of it as the page does: its manifest, its sections with their options, and each tensor's
element type, shape and bytes.
`;

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'shows what a pack holds',
  help: HELP,
  async run(args) {
    const [path] = args.filter((arg) => !arg.startsWith('-'));
    const { json } = readArguments(
      args.filter((arg) => arg !== path),
      { json: { type: 'boolean', default: false } },
    );
    if (path === undefined) throw wrong('No file is named.', 'vitrine inspect shop.safetensors');
    const { bytes } = readPackAt(path);
    const { manifest, productIds, sections } = readPack(bytes);
    await new Serving().takePack(await readPackFile(bytes.buffer));
    const shown = {
      ...manifest,
      products: productIds.length,
      bytes: bytes.length,
      gzip: gzipSync(bytes).length,
      sections: Object.fromEntries(
        Object.entries(sections).map(([name, { version, options, tensors }]) => [
          name,
          {
            version,
            options,
            tensors: Object.fromEntries(
              Object.entries(tensors).map(([tensor, { shape, data }]) => [
                tensor,
                { type: data.constructor.name.replace('Array', ''), shape, bytes: data.byteLength },
              ]),
            ),
          },
        ]),
      ),
    };
    process.stdout.write(json ? `${JSON.stringify(shown, null, 2)}\n` : inText(shown));
  },
};

function inText(shown: {
  created: string;
  unit: string;
  minShoppers: number;
  products: number;
  bytes: number;
  gzip: number;
  weights: object;
  sections: Record<
    string,
    {
      version: number | undefined;
      options: object;
      tensors: Record<string, { type: string; shape: readonly number[]; bytes: number }>;
    }
  >;
}): string {
  const lines = [
    `${shown.products} products, ${shown.bytes} bytes (${shown.gzip} gzipped), written ${shown.created}`,
    `a sequence is one ${shown.unit}; seen by at least ${shown.minShoppers} shoppers`,
    `weights ${JSON.stringify(shown.weights)}`,
  ];
  for (const [name, { version, options, tensors }] of Object.entries(shown.sections)) {
    lines.push('', `${name}${version === 1 ? '' : `, version ${version},`} ${JSON.stringify(options)}`);
    for (const [tensor, { type, shape, bytes }] of Object.entries(tensors)) {
      lines.push(`  ${tensor.padEnd(28)} ${type.padEnd(8)} [${shape.join(', ')}]  ${bytes} bytes`);
    }
  }
  return `${lines.join('\n')}\n`;
}
