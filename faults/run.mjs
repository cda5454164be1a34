// `npm run faults [-- name … --count N --record]`: attacks on the built package in Chromium, each with its figures.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installBrowser, installPackages, run } from '../scripts/install.mjs';

installPackages();
const { build } = await import('vite');
const { openBrowser } = await import('../bench/harness/browser.mjs');
const { record, load } = await import('../bench/harness/record.mjs');
const { unfinished } = await import('./unfinished.mjs');
const { serveShop } = await import('./server.mjs');

const root = resolve(import.meta.dirname, '..');
/** What is attacked: a copy of its own, so that a build during a long run changes nothing of it. */
const attacked = mkdtempSync(join(tmpdir(), 'vitrine-faults-'));
/** How much of each the long run does: operations that fail, at least; kills; pages left; calls. */
const COUNTS = {
  storage: 10_000,
  messages: 300,
  fetches: 60,
  worker: 100,
  kills: 200,
  leaving: 100,
  burst: 100_000,
  quota: 30,
  wiped: 30,
  tabs: 20,
  leader: 50,
  blocked: 10,
  clock: 50,
  gpu: 100,
  hostile: 100_000,
  consent: 30,
  erase: 20,
};

const known = readdirSync(resolve(import.meta.dirname, 'attacks')).map((file) => file.replace('.mjs', ''));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, record: { type: 'boolean', default: false } },
});
const strangers = positionals.filter((name) => !known.includes(name));
const wanted = positionals.length > 0 ? positionals : known;
const asked = values.count === undefined ? undefined : Number(values.count);
if (strangers.length > 0 || (asked !== undefined && !(Number.isInteger(asked) && asked > 0))) {
  console.error(
    strangers.length > 0
      ? `No attack is called ${strangers.join(', ')}. There are: ${known.join(', ')}`
      : `--count is ${values.count}. Give a whole number above 0.`,
  );
  process.exit(2);
}

run('npm', ['run', 'build', '--', 'page', 'engine', 'search', 'profile', 'fine-tuning', 'neural']);
for (const [name, formats] of [
  ['engine-faults', ['iife']],
  ['gpu-faults', ['iife']],
  ['shop-page', ['es']],
]) {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: attacked,
      emptyOutDir: false,
      target: 'es2022',
      rolldownOptions: { external: ['vitrine'] },
      lib: { entry: resolve(import.meta.dirname, `${name}.ts`), formats, name: 'faults', fileName: () => `${name}.js` },
    },
  });
}

const dist = join(attacked, 'vitrine');
cpSync(resolve(root, 'dist'), dist, { recursive: true });
/** Tells one package from another. */
const digest = createHash('sha256');
for (const file of readdirSync(dist).filter((name) => name.endsWith('.js')))
  digest.update(readFileSync(join(dist, file)));
const version = digest.digest('hex');

const server = await serveShop({ dist, built: attacked, golden: resolve(root, 'src/pack/golden'), patience: 120_000 });
const browser = await openBrowser();
let failed = 0;
try {
  for (const name of wanted) {
    const { attack, failures, title, protocol } = await import(`./attacks/${name}.mjs`);
    const count = asked ?? COUNTS[name];
    const loadBefore = load();
    const kept = unfinished(resolve(root, 'build/faults', `${name}.json`), `${version}, ${count}`);
    let shown = 0;
    const progress = (done, note) => {
      const step = Math.min(20, Math.floor((done / count) * 20));
      if (step <= shown) return;
      shown = step;
      console.log(`  ${name}: ${done} of ${count} · ${note}`);
    };
    console.log(title);
    const metrics = await attack({
      browser,
      executable: installBrowser(),
      attacked,
      server,
      origin: server.origin,
      count,
      progress,
      kept,
    });
    kept.finish();
    const broken = failures(metrics);
    failed += broken;
    console.log(broken === 0 ? '  every promise kept' : `  ${broken} promises broken: ${JSON.stringify(metrics)}`);
    if (values.record) {
      record(`../reliability/${name}`, {
        command: `npm run faults -- ${name} --count ${count}`,
        browser: browser.version(),
        loadBefore,
        result: { title, protocol, metrics },
      });
    }
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(attacked, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
