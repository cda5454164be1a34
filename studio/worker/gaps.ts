import type { Feed } from '../../src/catalogue/catalogue.ts';
import type { Product, ProductId } from '../../src/contract/product.ts';
import type { Describer } from '../../src/learning/generators/describer/describer.ts';
import { COLOURS, coloursOf } from '../../src/learning/generators/picture/colours.ts';
import { imagine } from '../../src/learning/generators/picture/imagine.ts';
import type { MakerFile } from '../../src/learning/generators/picture/maker-file.ts';
import type { Pack } from '../../src/pack/pack.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import type { DescribedGap } from '../../src/trainer/recipe/gaps/describe-gaps.ts';
import { gapsTable } from '../../src/trainer/recipe/gaps/gaps-table.ts';
import { type RunContext, runStep } from '../../src/trainer/run-context.ts';
import { gaps } from '../../src/trainer/tasks/gaps.ts';
import type { DrawnPicture, GapsFound, ShownGap } from '../workbench.ts';
import { TitleWords } from './title-words.ts';

/** What gaps are found by, and shown with. */
export interface GapsInput {
  log: InteractionLog;
  feed: Feed;
  products: ReadonlyMap<ProductId, Product>;
  pack: Pack;
  /** What makes the pictures. */
  generator?: MakerFile | undefined;
  /** What writes the texts. */
  describer?: Describer | undefined;
  /** The shop's own, for the neighbours. */
  pictures?: { get(product: ProductId): DrawnPicture | undefined } | undefined;
}

/**
 * Gaps in the range, each with its picture and its text as far as there is what makes them.
 * @param count gaps at most
 * @throws VitrineError as `gaps`
 */
export async function showGaps(input: GapsInput, count: number, run: RunContext): Promise<GapsFound> {
  const { log, feed, pack } = input;
  const found = await gaps({ products: feed, log, pack }, { count }, run);
  const titles = new TitleWords(input.products.values());
  const shown: ShownGap[] = [];
  await runStep(run, 'pictures and texts', async (step) => {
    for (const gap of found) {
      shown.push(await shownGap(gap, shown.length + 1, { ...input, titles }, run));
      await step(shown.length, found.length);
    }
  });
  return { gaps: shown, table: gapsTable(found) };
}

/** @param seed of the picture */
async function shownGap(
  gap: DescribedGap,
  seed: number,
  { products, generator, describer, pictures, titles }: GapsInput & { titles: TitleWords },
  { compute }: RunContext,
): Promise<ShownGap> {
  const { categories, brand, price } = gap;
  const beside = [...products.values()].filter((product) => isOn(categories, product));
  const { currency } = beside[0] ?? {};
  const asked = generator && pictureOf(generator, gap, beside);
  const imagined =
    generator && asked && (await compute.lend(() => imagine(generator, { ...asked, count: 1, neighbours: 0, seed })));
  const made = imagined?.pictures[0];
  // Not as it was asked for, but as anybody sees it: the text beside it must not say otherwise.
  const colour = made && shownColour(made);
  const text = describer?.describe({
    id: '',
    // By the narrowest category alone: “Shoes & bags” above it would tell of shoes.
    title: titles.nameOf(beside, (word) => describer.known.mentions([word]).length > 0) ?? categories.at(-1)!,
    categories: categories.slice(-1),
    brand,
    ...(price !== undefined && { price }),
    ...(colour !== undefined && { colour }),
  } as Product);
  return {
    ...gap,
    ...(currency !== undefined && { currency }),
    ...(made && { picture: { ...made, ...(colour && { colour }) } }),
    // A template would say no more than what stands on the card.
    ...(text && text.source !== 'template' && { text: text.text }),
    nearest: gap.nearest.map(({ id, similarity }) => {
      const own = pictures?.get(id);
      return { product: products.get(id) ?? { id }, similarity, ...(own && { picture: own }) };
    }),
  };
}

/**
 * What the picture is to show: the kind of the category, in the colour that most of its products have, to the taste of the
 * nearest products. Undefined where the generator knows nothing of the category.
 */
function pictureOf(
  { generator, gallery }: MakerFile,
  { categories, nearest }: DescribedGap,
  beside: readonly Product[],
) {
  const { kinds, colours } = generator.conditions;
  const known = beside.map(({ id }) => gallery.get(id)).filter((product) => product !== undefined);
  const kind =
    categories.findLast((name) => kinds.includes(name)) ?? kinds[commonest(known.map((one) => one.kind)) ?? -1];
  const colour = commonest(known.flatMap((one) => one.colour ?? []));
  if (kind === undefined) return undefined;
  return { kind, ...(colour !== undefined && { colour: colours[colour] }), interests: nearest.map(({ id }) => id) };
}

function shownColour({ width, rgba }: DrawnPicture): string {
  const pixels = Uint8Array.from({ length: width * width * 3 }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)]);
  return COLOURS[coloursOf({ size: width, channels: 3, pixels })[0]];
}

const isOn = (path: readonly string[], { categories = [] }: Product): boolean =>
  categories.length === path.length && path.every((name, i) => categories[i] === name);

function commonest(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
