// `npm run cluster -- chroma`: starts Chroma, tests the example's endpoint against it, and measures candidates: writes
// bench/results/scale/remote-chroma.json. By itself: `node bench/scale/chroma.mjs PYTHON [PRODUCTS [VISITORS]]`.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/install.mjs';
import { freePorts, reached } from './ports.mjs';

const [python, products = '10000', visitors = '50'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'vitrine-chroma-'));
const [port] = await freePorts(1);
const version = execFileSync(python, ['-c', 'import importlib.metadata as m; print(m.version("chromadb"))'], {
  encoding: 'utf8',
});
const env = {
  ...process.env,
  ANONYMIZED_TELEMETRY: 'False',
  CHROMA_URL: `http://127.0.0.1:${port}`,
  CHROMA_VERSION: version.trim(),
};
const place = ['--path', join(folder, 'database'), '--host', '127.0.0.1', '--port', String(port)];
const chroma = spawn(join(dirname(python), 'chroma'), ['run', ...place], { env, stdio: ['ignore', 'pipe', 'pipe'] });
const log = createWriteStream(join(folder, 'log'));
chroma.stdout.pipe(log);
chroma.stderr.pipe(log);

const run = async (...command) => {
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: 'inherit' });
  const status = await new Promise((ended) => child.on('close', ended));
  if (status !== 0) process.exitCode = 1;
};
try {
  await reached(port);
  await run('node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'examples/candidates-chroma');
  await run('bench/scale/remote-recall.mjs', products, visitors, env.CHROMA_URL);
} finally {
  chroma.kill();
  log.end();
  rmSync(folder, { recursive: true, force: true });
}
