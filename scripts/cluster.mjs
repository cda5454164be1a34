// `npm run cluster`: installs the Python half into cluster/.venv, checks and tests it, where Python and Java are.
// `--long` runs what needs minutes or several processes too; `--short` what takes a minute, without PyTorch; `--if-possible` passes where it
// cannot be installed. `npm run cluster -- federated` runs rounds on Flower with browsers, `-- chroma` remote candidates over Chroma; both
// write their records.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root, run } from './install.mjs';

const OLDEST_PYTHON = [3, 11];
const OLDEST_JAVA = 17;
const CHROMA = 'chromadb==1.5.9';
const folder = resolve(root, 'cluster');
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

/**
 * Installs packages into a virtual environment of its own, once.
 * @param name of the environment, in cluster/
 * @param packages as pip names them
 * @param sources files that name packages: where one is newer than the environment, it is installed again
 * @returns its Python
 */
function install(name, packages, sources = []) {
  const venv = resolve(folder, name);
  const python = resolve(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const marker = resolve(venv, '.installed');
  const isCurrent = existsSync(marker) && sources.every((file) => statSync(file).mtimeMs <= statSync(marker).mtimeMs);
  if (isCurrent) return python;
  console.log(`Installing Python packages into cluster/${name} …`);
  // PySpark comes as a source archive of ready jars; everything else is a wheel. Without a network pip would go on trying.
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--timeout', '20', '--retries', '2'];
  const wheels = ['--only-binary=:all:', '--no-binary=pyspark,vitrine-spark,vitrine-federated'];
  const installed =
    spawnSync(found, ['-m', 'venv', venv], { stdio: 'inherit' }).status === 0 &&
    spawnSync(python, [...pip, ...wheels, ...packages], { stdio: 'inherit' }).status === 0;
  if (!installed && given('--if-possible')) leaveOut('its packages could not be installed; see above.');
  if (!installed) {
    console.error('\nThe Python packages could not be installed; pip says above why. Check the network and try again.');
    process.exit(1);
  }
  writeFileSync(marker, '');
  return python;
}

/** Builds the package where these files of it are missing. */
function build(files, ...targets) {
  if (files.some((file) => !existsSync(resolve(root, 'dist', file)))) run('node', ['scripts/build.mjs', ...targets]);
}

const projects = ['pyproject.toml', 'federated/pyproject.toml'].map((name) => resolve(folder, name));
const federated = ['-e', resolve(folder, 'federated')];
if (given('chroma')) {
  run('node', ['bench/scale/chroma.mjs', install('.venv-chroma', [CHROMA])]);
} else if (given('federated')) {
  const python = install('.venv-federated', federated, [projects[1]]);
  build(['index.js', 'cli/vitrine.js']);
  run('node', ['bench/scale/federated-flower.mjs', python]);
} else {
  if (!hasJava()) leaveOut(`Java ${OLDEST_JAVA} or newer is neither on the PATH nor in JAVA_HOME.`);
  const [name, extra] = given('--short') ? ['.venv-short', 'check'] : ['.venv', 'test'];
  const python = install(name, ['-e', `${folder}[${extra}]`, ...federated], projects);
  const inFolder = { cwd: folder };
  run(python, ['-m', 'ruff', 'check', '.'], inFolder);
  run(python, ['-m', 'ruff', 'format', '--check', '.'], inFolder);
  // It reads the types of PyTorch and of Flower, for a minute.
  if (!given('--short')) run(python, ['-m', 'mypy'], inFolder);
  build(['cli/vitrine.js', 'aggregation.js'], 'page', 'neural', 'cli');
  run(python, ['-m', 'pytest', ...['--long', '--short'].filter(given)], inFolder);
}
