// `npm run demo:pictures`: trains the demo shop's picture generator and its picture encoder from its own drawings by the project's own
// command line, as a shop does from its photographs. Tens of minutes on one core; stopped, it goes on from its last checkpoint.
// Further arguments go to `train-pictures`.
import { resolve } from 'node:path';
import { root, run } from '../scripts/install.mjs';

const folder = resolve(root, '.vitrine/demo');

run('node', ['scripts/build.mjs', 'neural', 'cli']);
run('node', ['demo/write-data.mjs', folder]);
run('node', ['demo/write-pictures.mjs', resolve(folder, 'pictures')]);
run('node', [
  'dist/cli/vitrine.js',
  'train-pictures',
  ...['--pictures', resolve(folder, 'pictures')],
  ...['--products', resolve(folder, 'products.json')],
  ...['--pack', 'demo/storefront/public/osier.safetensors'],
  ...['--out', 'demo/storefront/public/osier-imagine.safetensors'],
  ...['--work', folder],
  ...process.argv.slice(2),
]);
run('node', [
  'dist/cli/vitrine.js',
  'train-encoder',
  ...['--pictures', resolve(folder, 'pictures')],
  ...['--products', resolve(folder, 'products.json')],
  ...['--out', 'demo/storefront/public/osier-lookalikes.safetensors'],
  ...['--work', folder],
]);
