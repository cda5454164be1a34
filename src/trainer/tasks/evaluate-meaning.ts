import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { WordVectors } from '../../engine/search/word-vectors.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { Random } from '../../learning/training/random.ts';
import { type PairedDifference, pairedDifference } from '../evaluation/difference.ts';
import { roundedDifference } from '../figures.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, resolveOptions } from '../options/option.ts';
import { fitWords, recallsOf } from '../recipe/search/fit-words.ts';
import { halfBare, productsOf } from '../recipe/search/half-bare.ts';
import { searchOf } from '../recipe/search/search-of.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { madeQueries, measureSearch } from './evaluate-search.ts';

/** Share of the products asked for that hold the words of a label, below which texts are held to lack it. */
const LACKED = 0.5;
/** Labels that most of the products asked for do not have in their texts; and the others. */
const GROUPS = ['lacked by texts', 'in texts'] as const;

/**
 * What the meaning of words adds to a search: half of the products lose their categories and tags, and are searched for by
 * these, by words alone and with vectors that were learned from what is left. And whether queries made from titles find as
 * much with the vectors of the whole shop.
 * @throws VitrineError `bad-options`, `aborted`
 */
export async function evaluateMeaning({ products }: { products: Feed }, given: Given<typeof SEEDS>, run: RunContext) {
  const seeds = resolveOptions(SEEDS, given).seeds ?? [run.seed];
  const shop = new Catalogue(products, TextTable.of([]));
  const found = { without: [] as number[], with: [] as number[], group: [] as string[], label: [] as string[] };
  const weights: (number | null)[] = [];
  for (const seed of seeds) {
    const random = new Random(seed);
    const { whole, bare, queries } = halfBare(productsOf(shop), () => random.unit());
    const section = await runStep(run, `learn words, seed ${seed}`, (step) => fitWords(whole, {}, seed, step));
    weights.push(section ? (section.options.weight as number) : null);
    const { index } = searchOf(bare);
    found.without.push(...recallsOf(bare, queries));
    found.with.push(...recallsOf(bare, queries, section && new WordVectors(section)));
    for (const { text, relevant } of queries) {
      const holders = index.holding(text);
      const held = [...relevant].filter((place) => holders.has(place)).length;
      found.group.push(held < LACKED * relevant.size ? GROUPS[0] : GROUPS[1]);
      found.label.push(text);
    }
  }
  if (found.label.length === 0) {
    throw new VitrineError('bad-options', 'There is nothing to ask for.', {
      remedy: 'Give products with categories or tags that five products and more share.',
    });
  }
  const [seed] = seeds;
  const own = await runStep(run, 'learn words of all', (step) => fitWords(shop, {}, seed, step));
  const titles = madeQueries(shop, seeds);
  const labels = [...new Set(found.label)];
  const compare = (group?: string) => {
    const chosen = found.label.flatMap((_, i) => (group === undefined || found.group[i] === group ? [i] : []));
    const of = (values: readonly number[]) => chosen.map((i) => values[i]);
    const clusters = chosen.map((i) => labels.indexOf(found.label[i]));
    const difference: PairedDifference = pairedDifference(of(found.with), of(found.without), clusters);
    return { queries: chosen.length, 'recall@10': roundedDifference(difference) };
  };
  return {
    task: 'search' as const,
    protocol:
      'half of the products lack their categories and tags, and are searched for by the names of these; vectors and their weight are learned without them; beside the search by words alone, over the same products',
    seeds,
    /** Of ranks by meaning, beside those by words, as chosen on products that were kept apart within what is learned from; null: none. */
    weights,
    groups: { all: compare(), ...Object.fromEntries(GROUPS.map((group) => [group, compare(group)])) },
    /** Vectors of the whole shop, in the pack. */
    bytes: own ? Object.values(own.tensors).reduce((sum, { data }) => sum + data.byteLength, 0) : 0,
    titles: {
      without: measureSearch(shop, titles),
      with: measureSearch(shop, titles, own && new WordVectors(own)),
    },
  };
}

export type MeaningReport = Awaited<ReturnType<typeof evaluateMeaning>>;
