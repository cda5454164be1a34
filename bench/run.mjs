// `npm run bench [-- name … --against FOLDER]`: installs the peers, measures in Chromium, records, and writes docs/performance.md.
// FOLDER is another checkout, built: benches that know how measure both in one run.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages, npmInstall, run } from '../scripts/install.mjs';

installPackages();
const bench = import.meta.dirname;
if (!existsSync(resolve(bench, 'node_modules'))) npmInstall(bench);

const { buildBenches, built } = await import('./harness/build.mjs');
const { openBrowser } = await import('./harness/browser.mjs');
const { commitOf, load, record } = await import('./harness/record.mjs');
const { serve } = await import('./harness/server.mjs');
const { writeReport } = await import('./report.mjs');

const known = readdirSync(bench).filter((name) => existsSync(resolve(bench, name, 'run.mjs')));
const { positionals, values } = parseArgs({ allowPositionals: true, options: { against: { type: 'string' } } });
const wanted = positionals.length > 0 ? positionals : known;
const strangers = wanted.filter((name) => !known.includes(name));
if (strangers.length > 0) {
  console.error(`No bench is called ${strangers.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(1);
}

await buildBenches();
const benches = await Promise.all(wanted.map(async (name) => ({ name, ...(await import(`./${name}/run.mjs`)) })));
if (benches.some(({ needsPackage }) => needsPackage)) run('npm', ['run', 'build']);
const against = values.against && { folder: resolve(values.against), commit: commitOf(values.against) };
const server = await serve({
  '/build/': built,
  '/dist/': resolve(bench, '../dist'),
  '/demo/': resolve(bench, '../demo/storefront/public'),
  '/demo-shop/': resolve(bench, '../build/demo'),
  ...(against && { '/against/': resolve(against.folder, 'dist') }),
});
const browser = await openBrowser();
try {
  for (const { name, measure, peers } of benches) {
    const loadBefore = load();
    console.log(`${name}${loadBefore > 0.25 ? ` (the machine is busy: load ${loadBefore} a core)` : ''}`);
    const result = await measure({ browser, origin: server.origin, against });
    // Beside another build it is another measurement: it does not take the place of the click's own.
    record(against ? `${name}-against` : name, {
      command: `npm run bench -- ${name}${against ? ' --against FOLDER' : ''}`,
      browser: browser.version(),
      peers,
      loadBefore,
      result,
    });
  }
} finally {
  await browser.close();
  await server.close();
}
await writeReport();
