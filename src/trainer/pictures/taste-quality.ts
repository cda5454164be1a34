import type { ProductId } from '../../contract/product.ts';
import type { MakerFile } from '../../learning/generators/picture/maker-file.ts';
import { pictureFeatures } from '../../learning/generators/picture/picture-features.ts';
import { planPictures } from '../../learning/generators/picture/picture-plan.ts';
import type { PictureSet, Pixels } from '../../learning/generators/picture/picture-set.ts';
import { Random } from '../../learning/training/random.ts';
import type { RunContext } from '../run-context.ts';
import { resized } from './resized.ts';

/** What a visitor chose before, newest first, and then. */
export interface Choice {
  before: readonly ProductId[];
  next: ProductId;
}

export interface TasteMeasures {
  /**
   * How often a picture made for a visitor is nearer to what they chose next than to what another visitor chose next, of the
   * same kind: AUC, .5 by chance. With the taste of the visitor's history, and by kind and colour alone.
   */
  taste: number;
  tasteByKindAndColour: number;
  /** The same of real pictures: of those products of the kind whose tastes lie nearest. What made pictures can be held against. */
  tasteOfReal: number;
  /** Visitors that it was measured on. */
  visitors: number;
}

/** As the page gives them to the generator. */
const INTERESTS = 24;
const VISITORS = 400;
/** Pictures for a visitor: the distance is their mean. */
const TIMES = 2;
/** Real products for a visitor: more are less to the taste, and fewer are each more of a chance. */
const NEAREST = 4;

/**
 * Makes pictures for visitors, each of the kind of what that visitor chose next and in the colours of the history, and compares them with
 * the real pictures: of that product, and of what another visitor chose next.
 */
export async function measureTaste(
  file: MakerFile,
  pictures: PictureSet,
  choices: readonly Choice[],
  { compute, seed }: Pick<RunContext, 'compute' | 'seed'>,
): Promise<TasteMeasures> {
  const random = new Random(seed);
  const rows = new Map(pictures.products!.map((product, row) => [product, row]));
  const known = choices.filter(
    ({ before, next }) => rows.has(next) && before.some((product) => file.gallery.get(product) !== undefined),
  );
  const asked = Array.from(random.shuffle(Int32Array.from(known.keys())).subarray(0, VISITORS), (i) => known[i]);
  const pairs = asked.flatMap((choice) => {
    const kind = pictures.kindOf[rows.get(choice.next)!];
    const others = asked.filter(({ next }) => next !== choice.next && pictures.kindOf[rows.get(next)!] === kind);
    if (others.length === 0) return [];
    const other = others[random.below(others.length)].next;
    return [{ choice, kind: pictures.kinds[kind], own: rows.get(choice.next)!, other: rows.get(other)! }];
  });
  const { width, kinds, colours } = file.generator.conditions;
  const plans = pairs.flatMap(({ choice, kind }) => {
    return planPictures(file, { interests: choice.before.slice(0, INTERESTS), kind }, TIMES, random).plans;
  });
  const withTaste = new Float32Array(plans.length * width);
  plans.forEach(({ conditions }, i) => void withTaste.set(conditions, i * width));
  const firstOfTaste = kinds.length + colours.length;
  const without = withTaste.map((value, at) => (at % width < firstOfTaste ? value : 0));
  const real = pictureFeatures(pictures);
  /** @param shown of a pair, the rows of `data` that are shown to its visitor */
  const aucOf = (data: Float32Array, shown: (pair: number) => readonly number[]): number => {
    const nearer = pairs.map(({ own, other }, pair) => {
      const distance = (picture: number): number =>
        shown(pair).reduce((sum, row) => sum + distanceBetween(data, row, real.data, picture, real.width), 0);
      return Math.sign(distance(other) - distance(own));
    });
    return 0.5 + nearer.reduce<number>((sum, sign) => sum + sign / 2, 0) / Math.max(1, nearer.length);
  };
  const ofMade = (made: Pixels): number =>
    aucOf(pictureFeatures(resized(made, pictures.size)).data, (pair) =>
      Array.from({ length: TIMES }, (_, i) => pair * TIMES + i),
    );
  const ofReal = aucOf(real.data, (pair) => {
    const { kind, own, other } = pairs[pair];
    const taste = plans[pair * TIMES].conditions.subarray(firstOfTaste);
    return Array.from(pictures.products!.keys())
      .filter((row) => pictures.kinds[pictures.kindOf[row]] === kind && row !== own && row !== other)
      .map((row) => [row, likeness(taste, pictures.taste?.vectors.subarray(row * taste.length) ?? taste)])
      .sort(([, a], [, b]) => b - a)
      .slice(0, NEAREST)
      .map(([row]) => row);
  });
  return compute.lend(async () => ({
    taste: ofMade(await file.generator.drawUnder(withTaste, seed)),
    tasteByKindAndColour: ofMade(await file.generator.drawUnder(without, seed)),
    tasteOfReal: ofReal,
    visitors: pairs.length,
  }));
}

function distanceBetween(a: Float32Array, rowA: number, b: Float32Array, rowB: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a[rowA * width + i] - b[rowB * width + i]) ** 2;
  return Math.sqrt(sum);
}

function likeness(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
