import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { consumer, root } from './setup/folders.ts';

/** Of the compilers that the README promises, the oldest and the newest, and the ways in which each finds a module. */
const COMPILERS = [
  { name: 'typescript-oldest', ways: ['node10', 'node16', 'bundler'] },
  { name: 'typescript', ways: ['nodenext', 'bundler'] },
] as const;
const MODULE = { node10: 'esnext', node16: 'node16', nodenext: 'nodenext', bundler: 'esnext' } as const;
const FRAMEWORKS = ['react', 'vue', 'svelte'];

/** Checks files of `consumers/types` as a strict shop would. @returns what the compiler says */
function compile(compiler: string, way: keyof typeof MODULE, files: readonly string[], options = {}): string {
  const folder = resolve(consumer, 'types');
  mkdirSync(folder, { recursive: true });
  cpSync(resolve(root, 'e2e/consumers/types'), folder, { recursive: true });
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    module: MODULE[way],
    moduleResolution: way,
    types: [],
    ...options,
  };
  const project = resolve(folder, `tsconfig-${compiler}-${way}-${files.join('-')}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: files.map((name) => `${name}.ts`) }));
  try {
    return execFileSync(process.execPath, [resolve(root, 'node_modules', compiler, 'bin/tsc'), '-p', project], {
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** Lets the consumer find the frameworks, as a shop that uses them has them installed. */
function installFrameworks(): void {
  for (const name of [...FRAMEWORKS, '@types/react', '@vue', 'csstype']) {
    const from = resolve(root, 'node_modules', name);
    const to = resolve(consumer, 'node_modules', name);
    if (!existsSync(to)) cpSync(from, to, { recursive: true });
  }
}

for (const { name, ways } of COMPILERS) {
  for (const way of ways) {
    test(`${name}, ${way}: what a shop may write compiles, and what it may not does not`, () => {
      expect(compile(name, way, ['main'])).toBe('');
    });
  }
}

for (const framework of FRAMEWORKS) {
  test(`the types of the ${framework} binding stand in a shop that has it`, () => {
    installFrameworks();
    // The framework's own declarations are its own matter.
    expect(compile('typescript', 'bundler', [framework], { skipLibCheck: true })).toBe('');
  });
}

test('a type that would be wrong is seen: the compiler reads the package, and not a stand-in', () => {
  const folder = resolve(consumer, 'types');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    resolve(folder, 'wrong.ts'),
    "import { createRecommender } from 'vitrine';\nexport const shop: number = await createRecommender();\n",
  );
  expect(compile('typescript', 'bundler', ['wrong'])).toContain("is not assignable to type 'number'");
});
