import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { VitrineError } from '../../../contract/errors.ts';
import { findGaps, popularityOf } from '../../../learning/generators/item/gaps.ts';
import {
  brandOf,
  type KindKey,
  type Kinds,
  kindKey,
  kindsOf,
  pathOf,
} from '../../../learning/generators/item/kinds.ts';
import { fitTower } from '../../../learning/models/content-tower.ts';
import { models } from '../../../learning/models/index.ts';
import { Random } from '../../../learning/training/random.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { idsOf, inRowsOf, interactionsWith } from './log-in-rows.ts';
import { readTastes } from './tastes.ts';

/** A kind is hidden that has so many products, in a category of so many brands, by a brand of so many categories. */
const LEAST = { products: 3, brands: 3, paths: 3 };
/** How far down a list is looked. */
const CUTOFFS = [50, 100, 500];

/** How many of the hidden kinds a list names, and how far down. */
export type GapFigures = Record<string, number>;

export interface MeasuredGaps {
  hidden: number;
  /** Products of the hidden kinds. */
  products: number;
  /** Kinds to choose from that no product is of. */
  candidates: number;
  metrics: GapFigures;
  baselines: Record<string, GapFigures>;
}

/**
 * Hides all products of some kinds from catalogue and log, trains on what is left, and looks how far up the hidden kinds
 * come back as gaps.
 * @param hide kinds, drawn by the seed
 * @throws VitrineError `bad-options` where the shop has not so many kinds that can be hidden
 */
export async function measureGaps(
  whole: Catalogue,
  log: InteractionLog,
  { hide, model: name }: { hide: number; model: string },
  run: RunContext,
): Promise<MeasuredGaps> {
  const all = kindsOf(whole, []);
  const hidden = new Random(run.seed).shuffle(canBeHidden(all)).slice(0, hide);
  if (hidden.length < hide) {
    throw new VitrineError('bad-options', `The shop has ${hidden.length} kinds that can be hidden.`, {
      remedy: `Hide fewer, or give products with categories and brands: ${JSON.stringify(LEAST)} at least.`,
    });
  }
  const gone = new Set(hidden.flatMap((key) => all.held.get(key)!));
  const catalogue = without(whole, gone);
  const left = inRowsOf(catalogue, log);
  const kinds = kindsOf(catalogue, interactionsWith(catalogue, left));
  const sections = await train(name, catalogue, left, run);
  const productIds = idsOf(catalogue);
  const shop = { pack: { productIds, sections }, catalogue, log: left };
  const { made, width } = await readTastes(shop, name, run);
  const wanted = new Set(hidden.map((key) => inKinds(kinds, all, key)).filter((key) => key !== undefined));
  const gaps = findGaps(kinds, made, width).map(({ key }) => key);
  const missing = kinds.paths
    .flatMap((_, path) => kinds.brands.map((_, brand) => kindKey(path, brand)))
    .filter((key) => !kinds.held.has(key));
  const popular = (key: KindKey) => popularityOf(kinds, key);
  const both = visitorsOfBoth(kinds, catalogue.rows, left);
  const figures = (list: readonly KindKey[]) => figuresOf(list, wanted, hidden.length);
  return {
    hidden: hidden.length,
    products: gone.size,
    candidates: missing.length,
    metrics: figures(gaps),
    baselines: {
      'most popular combination': figures(ranked(missing, popular)),
      'most popular combination of a brand that sells beside it': figures(ranked(gaps, popular)),
      'most visitors of both, counted': figures(ranked(gaps, (key) => both.get(key) ?? 0)),
    },
  };
}

function ranked(keys: readonly KindKey[], score: (key: KindKey) => number): KindKey[] {
  return [...keys].sort((a, b) => score(b) - score(a) || a - b);
}

/** Of each category and brand, how many visitors met both. */
function visitorsOfBoth(
  { paths, brands }: Kinds,
  rows: number,
  { sequences: { items, offsets } }: InteractionLog,
): Map<KindKey, number> {
  const shelfOf = (shelves: Kinds['paths']) => {
    const places = new Int32Array(rows).fill(-1);
    for (const [place, shelf] of shelves.entries()) for (const row of shelf.rows) places[row] = place;
    return places;
  };
  const [pathsOf, brandsOf] = [shelfOf(paths), shelfOf(brands)];
  const counts = new Map<KindKey, number>();
  for (let visitor = 0; visitor + 1 < offsets.length; visitor++) {
    const met = items.subarray(offsets[visitor], offsets[visitor + 1]);
    const ofPaths = new Set(met.map((item) => pathsOf[item]).filter((path) => path >= 0));
    const ofBrands = new Set(met.map((item) => brandsOf[item]).filter((brand) => brand >= 0));
    for (const path of ofPaths) {
      for (const brand of ofBrands) {
        const key = kindKey(path, brand);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function canBeHidden({ paths, brands, held }: Kinds): KindKey[] {
  const kindsOn = paths.map(() => 0);
  const kindsBy = brands.map(() => 0);
  for (const key of held.keys()) {
    kindsOn[pathOf(key)]++;
    kindsBy[brandOf(key)]++;
  }
  return [...held]
    .filter(
      ([key, { length }]) =>
        length >= LEAST.products && kindsOn[pathOf(key)] >= LEAST.brands && kindsBy[brandOf(key)] >= LEAST.paths,
    )
    .map(([key]) => key);
}

function without(whole: Catalogue, gone: ReadonlySet<number>): Catalogue {
  const builder = new CatalogueBuilder();
  for (let row = 1; row < whole.rows; row++) {
    const product = gone.has(row) ? undefined : whole.product(row);
    if (product !== undefined) builder.add(product);
  }
  return builder.build();
}

async function train(name: string, catalogue: Catalogue, { sequences }: InteractionLog, run: RunContext) {
  const entry = models.find((model) => model.name === name)!;
  const items = catalogue.rows - 1;
  const model = entry.create();
  const { seed, signal } = run;
  await run.compute.lend(() =>
    runStep(run, `train ${name}`, async (step) => {
      const fitting = model.fit({ items, sequences }, { epochs: entry.epochs ?? 60, patience: 1, seed, signal });
      for await (const { epoch, epochs, step: done, steps } of fitting) {
        await step(epoch * steps + done, epochs * steps);
      }
    }),
  );
  const sections = { [name]: model.save() };
  model.dispose();
  return { ...sections, tower: fitTower(sections, catalogue.features, items) };
}

/** The same kind among others; undefined where its category or brand is gone. */
function inKinds(kinds: Kinds, all: Kinds, key: KindKey): KindKey | undefined {
  const at = (shelves: Kinds['paths'], names: readonly string[]) =>
    shelves.findIndex((shelf) => JSON.stringify(shelf.names) === JSON.stringify(names));
  const path = at(kinds.paths, all.paths[pathOf(key)].names);
  const brand = at(kinds.brands, all.brands[brandOf(key)].names);
  return path < 0 || brand < 0 ? undefined : kindKey(path, brand);
}

function figuresOf(ranked: readonly KindKey[], wanted: ReadonlySet<KindKey>, hidden: number): GapFigures {
  const ranks = ranked.flatMap((key, i) => (wanted.has(key) ? [i + 1] : []));
  return Object.fromEntries(
    CUTOFFS.map((cutoff) => [`recall@${cutoff}`, ranks.filter((rank) => rank <= cutoff).length / hidden]),
  );
}
