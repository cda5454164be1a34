// `npm run demo:pictures`: trains the demo shop's picture generator and its picture encoder from its own drawings, as a shop does from its
// photographs: the generator's nets in PyTorch (python/README.md), all else by the project's own command line. Hours on one core; stopped, it
// goes on from its last checkpoint. PYTHON names the interpreter; further arguments go to `python/train.py`.
import { resolve } from 'node:path';
import { root, run } from '../scripts/install.mjs';

const folder = resolve(root, '.vitrine/demo');
const python = process.env.PYTHON ?? 'python3';
const pictures = resolve(folder, 'pictures.safetensors');
const nets = resolve(folder, 'nets');

const ofProducts = ['--pictures', resolve(folder, 'pictures'), '--products', resolve(folder, 'products.json')];
const vitrine = (...args) => run('node', ['dist/cli/vitrine.js', ...args]);

run('node', ['scripts/build.mjs', 'neural', 'cli']);
run('node', ['demo/write-data.mjs', folder]);
run('node', ['demo/write-pictures.mjs', resolve(folder, 'pictures')]);
vitrine('write-pictures', ...ofProducts, '--pack', 'demo/storefront/public/osier.safetensors', '--out', pictures);
run(python, ['python/train.py', '--pictures', pictures, '--work', nets, ...process.argv.slice(2)]);
run(python, [
  ...['python/write.py', '--pictures', pictures, '--work', nets],
  ...['--out', 'demo/storefront/public/osier-imagine.safetensors'],
]);
vitrine(
  'train-encoder',
  ...ofProducts,
  ...['--out', 'demo/storefront/public/osier-lookalikes.safetensors', '--work', folder],
);
