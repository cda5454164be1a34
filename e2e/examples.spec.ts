import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';
import { check } from '../examples/check.mjs';
import { installed, root, work } from './setup/folders.ts';
import { expect, test } from './setup/visit.ts';

/** Those that need no package but what the project has; the rest are run by `npm run examples`. */
const EXAMPLES = ['quick-start', 'script-tag', 'import-map', 'react'];

for (const name of EXAMPLES) {
  test(`examples/${name} shows what it should, from the packed package`, async ({ page, site }) => {
    const folder = resolve(work, 'examples', name);
    cpSync(resolve(root, 'examples', name), folder, { recursive: true });
    const { scripts, dependencies } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
    mkdirSync(resolve(folder, 'node_modules'), { recursive: true });
    for (const dependency of Object.keys(dependencies)) {
      const place = resolve(folder, 'node_modules', dependency);
      // A copy, as npm would make it: behind a link it would find other packages than the example's.
      if (dependency === 'vitrine') cpSync(installed, place, { recursive: true });
      else symlinkSync(resolve(root, 'node_modules', dependency), place);
    }
    if (scripts?.build)
      await build({ root: folder, logLevel: 'error', configFile: false, build: { target: 'es2022' } });
    const shown = scripts?.build ? resolve(folder, 'dist') : folder;
    const { origin } = await site({ folders: { '/': shown } });
    await check(page, `${origin}/index.html`);
  });
}

test('the README shows the examples as they are run', () => {
  const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(?:ts|tsx)\n([\s\S]*?)^```/gm)].map(([, code]) => code);
  const examples = ['quick-start/main.ts', 'react/app.tsx'].map((path) =>
    readFileSync(resolve(root, 'examples', path), 'utf8'),
  );
  expect(blocks).toEqual(examples);
});
