import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildShop } from '../harness/build.mjs';

/** Megabytes of heap; a shop of a million products takes more than a page may. */
const HEAP = 8192;
let building;

/** Makes a shop's feed and pack, in a process of its own, and leaves them with the server; answers with a visit through it. */
export async function makeShop(origin, products, seed) {
  building ??= buildShop();
  const call = `import(${JSON.stringify(await building)}).then(async ({ make }) => {
    process.stdout.write(JSON.stringify(await make(${JSON.stringify([origin, products, seed]).slice(1, -1)})));
  })`;
  const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${HEAP}`, '-e', call], {
    maxBuffer: 2 ** 30,
  });
  return JSON.parse(stdout);
}
