import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { tsc } from '../scripts/install.mjs';

const root = resolve(import.meta.dirname, '..');
const documents = [
  'README.md',
  'README.zh.md',
  ...readdirSync(resolve(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md') && !path.startsWith('docs/api/')),
];

/** What a snippet may speak of without making it. */
const AROUND = `
import type { Product, Recommender } from 'vitrine';
import type { Experiments } from 'vitrine/experiments';
declare global {
  const createRecommender: typeof import('vitrine').createRecommender;
  const defineShelf: typeof import('vitrine/shelf').defineShelf;
  type EventAdapter = import('vitrine').EventAdapter;
  const gtag: (...values: unknown[]) => void;
  const visitorId: string;
  const passphrase: string;
  const category: readonly Product[];
  const task: import('vitrine').FederatedTask;
  const message: unknown;
  const numbersInAVector: number;
  const answers: import('vitrine/assistant').AssistantOptions['answers'];
  const shop: Recommender;
  const products: readonly Product[];
  const bestsellers: readonly Product[];
  const pack: string;
  const file: File;
  const canvas: { getContext(kind: '2d'): CanvasRenderingContext2D };
  const basket: { add(id: string): void };
  const experiments: Experiments;
}
export {};
`;

/** Snippets as files of their own: imports at the top, the rest as the body of a function, so that it may await. */
function snippetsOf(path: string): { name: string; text: string }[] {
  const text = readFileSync(resolve(root, path), 'utf8');
  return [...text.matchAll(/^```(tsx?)\n([\s\S]*?)^```/gm)].map(([, kind, code], i) => {
    const imports = code.match(/^import [\s\S]*?;$/gm) ?? [];
    const body = imports.reduce((left, one) => left.replace(one, ''), code);
    const whole = kind === 'tsx' || /^export /m.test(body);
    return {
      name: `${path.replace(/\W+/g, '-')}-${i + 1}.${kind}`,
      text: whole ? code : `${imports.join('\n')}\nexport async function snippet() {\n${body}\n}\n`,
    };
  });
}

test('every snippet of the documents in TypeScript is right by the types of the package', () => {
  const folder = resolve(root, 'build/snippets');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const snippets = documents.flatMap(snippetsOf);
  expect(snippets.length).toBeGreaterThan(20);
  for (const { name, text } of snippets) writeFileSync(resolve(folder, name), text);
  writeFileSync(resolve(folder, 'around.ts'), AROUND);
  const project = {
    extends: '../../tsconfig.json',
    compilerOptions: {
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      jsx: 'react-jsx',
      types: ['vite/client'],
      noUnusedLocals: false,
      paths: {
        vitrine: ['../../src/index.ts'],
        'vitrine/react': ['../../src/bindings/react.ts'],
        'vitrine/vue': ['../../src/bindings/vue.ts'],
        'vitrine/svelte': ['../../src/bindings/svelte.ts'],
        'vitrine/script': ['../../src/script-tag.ts'],
        'vitrine/*': ['../../src/*.ts'],
      },
    },
    include: ['*.ts', '*.tsx'],
  };
  writeFileSync(resolve(folder, 'tsconfig.json'), JSON.stringify(project));
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout.split('\n').filter((line) => /error TS/.test(line))).toEqual([]);
});

test('every error code has its place in the page of troubleshooting, and no other has', () => {
  const source = readFileSync(resolve(root, 'src/contract/errors.ts'), 'utf8');
  const [, list] = /const ERROR_CODES = \[([\s\S]*?)\] as const/.exec(source) ?? [];
  const codes = [...(list ?? '').matchAll(/^ {2}'([\w-]+)'/gm)].map(([, code]) => code);
  const page = readFileSync(resolve(root, 'docs/troubleshooting.md'), 'utf8');
  const told = [...page.matchAll(/^### `([\w-]+)`$/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(told.toSorted()).toEqual(codes.toSorted());
});
