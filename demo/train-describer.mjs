// `npm run demo:describer`: trains the writer of the texts that the demo shop lacks, on those it has, by the project's own
// command line, as a shop does. A few minutes on one core; stopped, it goes on from its last checkpoint. Under `--facts strict`
// texts name no material and no number that the product's record does not. Further arguments go to `train-describer`.
import { resolve } from 'node:path';
import { root, run } from '../scripts/install.mjs';

const folder = resolve(root, '.vitrine/demo');

run('node', ['scripts/build.mjs', 'cli']);
run('node', ['demo/write-data.mjs', folder]);
run('node', [
  'dist/cli/vitrine.js',
  'train-describer',
  ...['--texts', resolve(folder, 'texts.json')],
  ...['--facts', 'strict', '--width', '32', '--blocks', '1'],
  ...['--out', 'demo/storefront/public/osier-describer.safetensors'],
  ...['--work', folder],
  ...process.argv.slice(2),
]);
