// Reads a log of ten million lines by `vitrine inspect`, beside a plain count of its lines.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const needsPackage = true;

const LINES = 10_000_000;
const ROUNDS = 3;
const SEED = 1;
const here = import.meta.dirname;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-log-'));
  const path = join(folder, 'events.csv');
  try {
    writeLog(path);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ count: run('count-lines.mjs', path), inspect: run('inspect.mjs', path) });
    }
    return {
      seed: SEED,
      lines: LINES,
      bytes: statSync(path).size,
      data: 'a made log with the nine columns of a public cosmetics shop, most shoppers of which come seldom',
      protocol:
        'a process of its own for each: seconds of wall clock and of processor, and the largest resident memory',
      count: 'the lines that Node’s readline gives',
      rounds,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(script, path) {
  const { stdout, status, stderr } = spawnSync(process.execPath, [resolve(here, script), path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** As many shoppers come once as in real logs, and few come often. */
function writeLog(path) {
  const file = openSync(path, 'w');
  let state = SEED;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  const events = [...Array(8).fill('view'), 'cart', 'purchase'];
  writeSync(file, 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n');
  const start = Date.UTC(2019, 9, 1);
  let text = '';
  for (let line = 0; line < LINES; line++) {
    const at = new Date(start + Math.floor(line / 3) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const user = 510_000_000 + (Math.floor(500 * random() ** (-1 / 0.7)) % 1_500_000);
    const product = 4_000_000 + Math.floor(random() * 60_000);
    text += `${at} UTC,${events[line % 10]},${product},1487580005134238${100 + (line % 900)},electronics.smartphone,samsung,${(line % 50_000) / 100},${user},s${user}\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
}
