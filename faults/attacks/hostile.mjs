// Inputs that nobody vouches for, made hostile: in a process of its own, so that a hang or a crash is seen from outside.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

export const title = 'Hostile inputs';
export const protocol =
  'Feeds in every form, rows, packs, queries, searches, tracked payloads, events, imported profiles and logs that were whole once, with texts, bytes and values replaced (drawn by fast-check; names of the language’s own, numbers at the edge, broken encodings); then inputs without an end, and small ones that unpack to gigabytes. Each has to end in an answer with finite scores, or in a typed error.';

const root = resolve(import.meta.dirname, '../..');
const GOLDEN = resolve(root, 'src/pack/golden');
/** A process that says nothing for so long hangs. */
const SILENCE_MS = 600_000;

/** @param attacked folder for what is built; @param count inputs */
export async function attack({ attacked, count, progress, kept }) {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: resolve(root, 'faults/hostile/run.ts'),
      outDir: attacked,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'hostile.mjs' } },
    },
  });
  const before = kept.state ?? { met: 0, broken: [], megabytes: 0 };
  const child = spawn(process.execPath, [join(attacked, 'hostile.mjs'), GOLDEN, String(count), String(before.met)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  let last = { ...before };
  let hung = 0;
  let silence;
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      hung++;
      child.kill('SIGKILL');
    }, SILENCE_MS);
  };
  listen();
  for await (const line of createInterface({ input: child.stdout })) {
    listen();
    const told = JSON.parse(line);
    last = {
      ...told,
      broken: [...before.broken, ...told.broken],
      megabytes: Math.max(before.megabytes, told.megabytes),
    };
    kept.save({ met: last.met, broken: last.broken, megabytes: last.megabytes });
    progress(last.met, `${last.broken.length} broken, ${last.megabytes} MB at most`);
  }
  clearTimeout(silence);
  const { met, broken, megabytes, bombs = 0, slowest, next, ended } = last;
  return {
    met,
    bombs,
    slowest,
    megabytes,
    hung,
    crashed: ended ? 0 : 1,
    exit: await gone,
    ...(ended ? {} : { at: next }),
    broken,
  };
}

export const failures = ({ broken, hung, crashed }) => broken.length + hung + crashed;
