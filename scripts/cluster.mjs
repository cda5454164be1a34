// `npm run cluster`: installs the Python half into cluster/.venv, checks and tests it, where Python and Java are.
// `--long` runs what needs minutes or several processes too; `--short` leaves Spark out; `--if-possible` passes where it cannot be
// installed. `npm run cluster -- federated` runs federated learning on Flower, with browsers, and records it.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root, run } from './install.mjs';

const OLDEST_PYTHON = [3, 11];
const OLDEST_JAVA = 17;
const folder = resolve(root, 'cluster');
const venv = resolve(folder, '.venv');
const python = resolve(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const given = (word) => process.argv.includes(word);

/** What a command prints, on either stream; `undefined` where it cannot be started or fails. */
function saidBy(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : undefined;
}

function findPython() {
  return ['python3', 'python', 'python3.13', 'python3.12', 'python3.11'].find((command) => {
    const [major, minor] =
      /Python (\d+)\.(\d+)/
        .exec(saidBy(command, ['--version']) ?? '')
        ?.slice(1)
        .map(Number) ?? [];
    return major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1];
  });
}

function hasJava() {
  const own = process.env.JAVA_HOME ? resolve(process.env.JAVA_HOME, 'bin/java') : 'java';
  return Number(/version "(\d+)/.exec(saidBy(own, ['-version']) ?? '')?.[1] ?? 0) >= OLDEST_JAVA;
}

/** Says why nothing is tested: on a machine that lacks what this half needs, that is no failure. */
function leaveOut(why) {
  console.log(`The cluster's half is left out: ${why}`);
  process.exit(0);
}

const found = findPython();
if (found === undefined) leaveOut(`Python ${OLDEST_PYTHON.join('.')} or newer is not on the PATH.`);
if (!hasJava()) leaveOut(`Java ${OLDEST_JAVA} or newer is neither on the PATH nor in JAVA_HOME.`);

const projects = ['pyproject.toml', 'federated/pyproject.toml'].map((name) => resolve(folder, name));
const marker = resolve(venv, '.installed');
const changed = (project) => statSync(marker).mtimeMs < statSync(project).mtimeMs;
if (!existsSync(marker) || projects.some(changed)) {
  console.log('Installing the Python packages of cluster/ …');
  // PySpark comes as a source archive of ready jars; everything else is a wheel.
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const wheels = ['--only-binary=:all:', '--no-binary=pyspark,vitrine-spark,vitrine-federated'];
  const own = ['-e', `${folder}[test]`, '-e', resolve(folder, 'federated')];
  const installed =
    spawnSync(found, ['-m', 'venv', venv], { stdio: 'inherit' }).status === 0 &&
    spawnSync(python, [...install, ...wheels, ...own], { stdio: 'inherit' }).status === 0;
  if (!installed && given('--if-possible')) leaveOut('its packages could not be installed; see above.');
  if (!installed) {
    console.error('\nThe Python packages could not be installed; pip says above why. Check the network and try again.');
    process.exit(1);
  }
  writeFileSync(marker, '');
}

const isBuilt = (file) => existsSync(resolve(root, 'dist', file));
if (given('federated')) {
  if (!isBuilt('index.js') || !isBuilt('cli/vitrine.js')) run('node', ['scripts/build.mjs']);
  run('node', ['bench/scale/federated-flower.mjs', python]);
  process.exit(0);
}
const inFolder = { cwd: folder };
run(python, ['-m', 'ruff', 'check', '.'], inFolder);
run(python, ['-m', 'ruff', 'format', '--check', '.'], inFolder);
run(python, ['-m', 'mypy'], inFolder);
if (!isBuilt('cli/vitrine.js')) run('node', ['scripts/build.mjs', 'neural', 'cli']);
run(python, ['-m', 'pytest', ...['--long', '--short'].filter(given)], inFolder);
