import { VitrineError } from '../../contract/errors.ts';
import type { ProductId } from '../../contract/product.ts';
import { Random } from '../../learning/training/random.ts';
import type { Pack, PackSection } from '../../pack/pack.ts';
import { isTrained } from '../fit/fits-for.ts';
import { FITS } from '../fit/registry.ts';

/** Numbers of a taste vector. */
const WIDTH = 16;
const SEED = 16;

/**
 * What taste each product appeals to: its item vector in the pack, of length 1, thrown onto fewer numbers by a random
 * projection that nearly keeps distances (Johnson & Lindenstrauss 1984), and scaled so that a number's mean square is 1.
 * A product that the pack does not know has the middle of all, zeros.
 * Of several models the first of the registry tells tastes.
 * @throws VitrineError `bad-options` where the pack has no item vectors
 */
export function tastesOf(pack: Pack, products: readonly ProductId[]): { width: number; vectors: Float32Array } {
  const trained = FITS.filter(isTrained).map(({ section }) => section);
  const section = trained.map((name) => pack.sections[name]).find((found) => found?.tensors.items?.shape.length === 2);
  if (section === undefined) {
    throw new VitrineError('bad-options', 'The pack has no item vectors.', {
      remedy: `Give a pack with one of ${trained.join(', ')}.`,
    });
  }
  const rows = new Map(pack.productIds.map((id, i) => [id, i + 1]));
  const projected = project(section);
  const vectors = new Float32Array(products.length * WIDTH);
  products.forEach((product, i) => {
    const row = rows.get(product);
    if (row !== undefined) vectors.set(projected(row), i * WIDTH);
  });
  let squares = 0;
  for (const value of vectors) squares += value * value;
  const scale = 1 / Math.sqrt(squares / vectors.length || 1);
  return { width: WIDTH, vectors: vectors.map((value) => value * scale) };
}

/** @returns the projection of an item's vector, of length 1 */
function project({ tensors: { items } }: PackSection): (row: number) => Float32Array {
  const [, width] = items.shape;
  const random = new Random(SEED);
  const matrix = Float32Array.from({ length: width * WIDTH }, () => random.normal());
  return (row) => {
    const vector = items.data.subarray(row * width, (row + 1) * width);
    const length = Math.hypot(...vector) || 1; // an item's scale goes with its length
    const out = new Float32Array(WIDTH);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < WIDTH; j++) out[j] += (vector[i] / length) * matrix[i * WIDTH + j];
    }
    return out;
  };
}
