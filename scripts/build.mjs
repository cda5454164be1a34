// Builds the package into dist/: `node scripts/build.mjs [MODE …]`, all modes in order by default.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { manifest, root, run, tsc } from './install.mjs';

const dist = resolve(root, 'dist');
const wasm = resolve(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

const vite = (mode) => () => run('npx', ['vite', 'build', '--mode', mode, '--logLevel', 'warn']);

/** The scripts that the workers bring in, by their files. */
const partsOfWorkers = readdirSync(resolve(root, 'workers'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.worker.ts'))
  .map((file) => file.slice(0, -3));

/** The script-tag build holds the workers, the demo uses the package: order matters. */
const MODES = {
  page: vite('page'),
  server: vite('server'),
  engine: vite('engine'),
  ...Object.fromEntries(partsOfWorkers.map((name) => [name, vite(name)])),
  neural: () => {
    vite('neural')();
    for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
      copyFileSync(resolve(wasm, name), resolve(dist, name));
    }
  },
  script: vite('script'),
  studio: vite('studio'),
  types: emitTypes,
  cli: () => {
    vite('cli')();
    // npm does so once, when it links the command; a later build writes the file anew.
    chmodSync(resolve(dist, 'cli/vitrine.js'), 0o755);
  },
  licences: collectLicences,
  integrity: writeIntegrity,
  stubs: writeStubs,
};

/** Declarations of what the entries reach, with the specifiers that a consumer's compiler expects: TypeScript leaves `.ts`. */
function emitTypes() {
  const types = resolve(dist, 'types');
  rmSync(types, { recursive: true, force: true });
  run(process.execPath, [tsc, '-p', 'src/tsconfig.types.json']);
  const reached = new Set(
    Object.values(manifest.exports).flatMap((entry) => (entry.types ? [resolve(root, entry.types)] : [])),
  );
  for (const path of reached) {
    const text = readFileSync(path, 'utf8')
      .replaceAll(/((?:from |import\()'\.[^']+)\.ts'/g, "$1.js'")
      // Typed arrays take a type argument from TypeScript 5.7 on.
      .replaceAll(/(\w+Array)<ArrayBuffer>/g, '$1');
    writeFileSync(path, text);
    for (const [, target] of text.matchAll(/(?:from |import\()'(\.[^']+)\.js'/g)) {
      reached.add(resolve(dirname(path), `${target}.d.ts`));
    }
  }
  for (const name of readdirSync(types, { recursive: true }).filter((path) => path.endsWith('.d.ts'))) {
    if (!reached.has(resolve(types, name))) rmSync(resolve(types, name));
  }
}

/** The hash of each file that a page may load, for `integrity`: `vitrine snippet` writes them into a page. */
function writeIntegrity() {
  const files = readdirSync(dist, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^(locales\/)?[^/]+\.(js|wasm)$/.test(path));
  const hashOf = (path) =>
    createHash('sha384')
      .update(readFileSync(resolve(dist, path)))
      .digest('base64');
  const hashes = Object.fromEntries(files.sort().map((path) => [path, `sha384-${hashOf(path)}`]));
  writeFileSync(resolve(dist, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`);
}

/** A folder for each entry beside the main one, for tools that do not read `exports`: Parcel, TypeScript's `node10`. */
function writeStubs() {
  for (const [path, { types, default: main }] of Object.entries(manifest.exports)) {
    if (path === '.' || types === undefined) continue;
    const folder = resolve(root, path);
    mkdirSync(folder, { recursive: true });
    const stub = { type: 'module', main: `.${main}`, types: `.${types}` };
    writeFileSync(resolve(folder, 'package.json'), `${JSON.stringify(stub, null, 2)}\n`);
  }
}

/** One notice for each bundled package; the builds left what they found. */
function collectLicences() {
  const folder = resolve(dist, 'licenses');
  const bundled = readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(resolve(folder, name), 'utf8')));
  const notices = new Map(bundled.map((found) => [`${found.name} ${found.version}`, found]));
  const text = [...notices]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { identifier, text }]) => `${title} (${identifier})\n\n${text ?? textOf(identifier)}`)
    .join(`\n\n${'-'.repeat(80)}\n\n`);
  writeFileSync(
    resolve(dist, 'THIRD-PARTY-LICENSES.txt'),
    `The files of ${manifest.name} ${manifest.version} contain parts of these packages.\n\n${text}\n`,
  );
  rmSync(folder, { recursive: true });
}

/** For a package that ships no licence file. */
function textOf(identifier) {
  return identifier === 'Apache-2.0'
    ? 'The text of this licence is in the file LICENSE.'
    : 'It ships no text of its own.';
}

const wanted = process.argv.slice(2);
const strangers = wanted.filter((mode) => !(mode in MODES));
if (strangers.length > 0) {
  console.error(`No such build: ${strangers.join(', ')}. There are: ${Object.keys(MODES).join(', ')}.`);
  process.exit(1);
}
if (wanted.length === 0) rmSync(dist, { recursive: true, force: true });
for (const mode of wanted.length > 0 ? wanted : Object.keys(MODES)) {
  const start = performance.now();
  MODES[mode]();
  console.log(`${mode.padEnd(10)}${Math.round(performance.now() - start)} ms`);
}
if (wanted.length === 0 && existsSync(resolve(root, 'demo/vite.config.ts'))) {
  run('npx', ['vite', 'build', '--config', 'demo/vite.config.ts', '--logLevel', 'warn']);
}
