// `npm run demo:pack`: trains the demo shop's pack from its simulated log by the project's own command line, as a shop
// does from its own. Minutes on one core; stopped, it goes on from its last checkpoint. Further arguments go to `train`.
import { resolve } from 'node:path';
import { root, run } from '../scripts/install.mjs';

const folder = resolve(root, '.vitrine/demo');

run('node', ['scripts/build.mjs', 'cli']);
run('node', ['demo/write-data.mjs', folder]);
run('node', [
  'dist/cli/vitrine.js',
  'train',
  ...['--products', resolve(folder, 'products.json')],
  ...['--events', resolve(folder, 'events.csv')],
  ...['--out', 'demo/storefront/public/osier.safetensors'],
  ...['--work', folder],
  ...['--model', 'attention+rules+knn+popular'],
  ...['--min-shoppers', '2'],
  ...process.argv.slice(2),
]);
