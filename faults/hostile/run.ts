/** Meets hostile inputs in a process of its own, and tells how far it is, a line of JSON each time. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { brokenBy, hostileInputs } from './inputs.ts';

const [golden, count, from] = process.argv.slice(2);
const text = (path: string): string => readFileSync(`${golden}/${path}`, 'utf8');
const packs = ['counted', 'attention', 'learned-ranker', 'product-codes'].map(
  (name) => new Uint8Array(readFileSync(`${golden}/v2/${name}.safetensors`)),
);
const { kinds, bombs } = hostileInputs({
  products: text('shop/products.json'),
  packs,
  events: text('shop/events.csv'),
});

/** Drawn at once. */
const BATCH = 100;
let met = Number(from);
const broken: string[] = [];
const tell = (more: object = {}): void =>
  console.log(JSON.stringify({ met, broken, megabytes: Math.round(process.resourceUsage().maxRSS / 1024), ...more }));

for (let seed = Math.floor(met / (BATCH * kinds.length)) + 1; met < Number(count); seed++) {
  for (const kind of kinds) {
    for (const input of fc.sample(kind.inputs, { numRuns: BATCH, seed })) {
      const what = await brokenBy(kind, input);
      met++;
      if (what !== undefined) broken.push(`seed ${seed}: ${what}`);
    }
    tell();
  }
}
const slowest = { name: '', seconds: 0 };
for (const bomb of bombs) {
  tell({ next: bomb.name });
  const started = performance.now();
  const what = await brokenBy(bomb);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (seconds > slowest.seconds) Object.assign(slowest, { name: bomb.name, seconds });
  if (what !== undefined) broken.push(what);
}
tell({ ended: true, bombs: bombs.length, slowest });
process.exit(0);
