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
  /** Visitors that it was measured on. */
  visitors: number;
}

/** As the page gives them to the generator. */
const INTERESTS = 24;
const VISITORS = 400;
/** Pictures for a visitor: the distance is their mean. */
const TIMES = 2;

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
  const auc = (made: Pixels): number => {
    const { data } = pictureFeatures(resized(made, pictures.size));
    const distance = (pair: number, picture: number): number => {
      let sum = 0;
      for (let i = 0; i < TIMES; i++) sum += distanceBetween(data, pair * TIMES + i, real.data, picture, real.width);
      return sum;
    };
    const nearer = pairs.map(({ own, other }, pair) => Math.sign(distance(pair, other) - distance(pair, own)));
    return 0.5 + nearer.reduce<number>((sum, sign) => sum + sign / 2, 0) / Math.max(1, nearer.length);
  };
  return compute.lend(async () => ({
    taste: auc(await file.generator.drawUnder(withTaste, seed)),
    tasteByKindAndColour: auc(await file.generator.drawUnder(without, seed)),
    visitors: pairs.length,
  }));
}

function distanceBetween(a: Float32Array, rowA: number, b: Float32Array, rowB: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a[rowA * width + i] - b[rowB * width + i]) ** 2;
  return Math.sqrt(sum);
}
