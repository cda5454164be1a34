// Flower's own runtime on this machine: a SuperLink and nodes, each with its gateway, every one in a process of its own.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { root } from '../../scripts/install.mjs';
import { freePorts, reached } from './ports.mjs';

export const APP = resolve(root, 'cluster/federated');

/**
 * Starts Flower.
 * @param python where `cluster/federated` is installed
 * @param folder of its files and logs
 * @param nodes so many, each with a gateway
 * @param origin of the shop's pages
 */
export async function startFlower({ python, folder, nodes, origin }) {
  const bin = dirname(python);
  // Flower would report its use, and keep its files in the home folder.
  const env = { ...process.env, FLWR_HOME: folder, FLWR_TELEMETRY_ENABLED: '0', PATH: `${bin}:${process.env.PATH}` };
  mkdirSync(folder, { recursive: true });
  const processes = [];
  const start = (name, command, args) => {
    const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
    // A group of its own, so that what it starts ends with it.
    const child = spawn(join(bin, command), args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    child.on('error', (thrown) => log.write(`${thrown}\n`));
    processes.push(child);
    return child;
  };
  const [link, ...ports] = await freePorts(1 + 3 * nodes);
  writeFileSync(
    join(folder, 'config.toml'),
    `[superlink]\ndefault = "here"\n\n[superlink.here]\naddress = "127.0.0.1:${link}"\ninsecure = true\n`,
  );
  start('superlink', 'flower-superlink', ['--insecure', '--port', link, '--disable-runtime-dependency-installation']);
  const gateways = [];
  for (let node = 0; node < nodes; node++) {
    const [own, browsers, control] = ports.slice(3 * node);
    const addresses = ['--listen', `127.0.0.1:${browsers}`, '--control', `127.0.0.1:${control}`];
    start(`gateway-${node}`, 'vitrine-gateway', [...addresses, '--origin', origin]);
    const config = ['--node-config', `gateway="127.0.0.1:${control}"`];
    start(`node-${node}`, 'flower-supernode', [
      '--insecure',
      '--superlink',
      `127.0.0.1:${link}`,
      '--port',
      own,
      ...config,
    ]);
    gateways.push(`http://127.0.0.1:${browsers}`);
  }
  await reached(link);
  return {
    gateways,
    /** Runs the app to its end. @param config as `cluster/federated/pyproject.toml` names it */
    async run(config) {
      const file = join(folder, 'run.toml');
      const lines = Object.entries(config).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
      writeFileSync(file, `${lines.join('\n')}\n`);
      const child = start('run', 'flwr', ['run', APP, 'here', '--run-config', file, '--stream']);
      const status = await new Promise((ended) => child.on('close', ended));
      if (status !== 0) throw new Error(`flwr ended with status ${status}: see ${join(folder, 'run.log')}`);
    },
    stop() {
      for (const { pid, exitCode } of processes)
        if (exitCode === null && pid !== undefined) process.kill(-pid, 'SIGKILL');
    },
  };
}

/** The Python where the app is installed by `npm run cluster -- federated`, or the one that is named. */
export function pythonOf(named = resolve(root, 'cluster/.venv-federated/bin/python')) {
  if (existsSync(join(dirname(named), 'flower-superlink'))) return named;
  throw new Error(`Flower is not installed beside ${named}: run \`npm run cluster -- federated\`.`);
}
