import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { queriesFromTitles } from '../../src/trainer/evaluation/search-queries.ts';
import { clock } from '../harness/measure.ts';
import { measureMemory } from '../harness/memory.ts';
import { timingOf } from '../harness/order-statistics.mjs';
import { randomOf } from '../harness/random.ts';
import { CONTENDERS } from './contenders.ts';
import { makeTitles } from './titles.ts';

interface Measured {
  /** The titles themselves, or how many to make. */
  titles: readonly string[] | number;
  seed: number;
  /** Of each group: with two or three words, one mistyped or none. */
  queries: number;
}

/** One library in a page of its own: nobody else's index is in the way. */
export async function run(name: string, { titles: given, seed, queries: count }: Measured) {
  const titles = typeof given === 'number' ? makeTitles(given, seed) : given;
  const { uniform } = randomOf(seed);
  const queries = queriesFromTitles(
    titles.map((title) => ({ title })),
    count,
    (bound) => Math.floor(uniform() * bound),
  );
  const contender = CONTENDERS.find((one) => one.name === name)!;
  const builder = new CatalogueBuilder();
  titles.forEach((title, place) => {
    builder.add({ id: String(place), title });
  });
  const catalogue = builder.build();
  const before = (await measureMemory()).page;
  let built!: Awaited<ReturnType<typeof contender.build>>;
  const build = await clock(async () => {
    built = await contender.build(titles, catalogue);
  });
  const memory = (await measureMemory()).page - before;
  const found = new Map<string, number[]>();
  const durations: number[] = [];
  for (const { text } of queries.slice(0, 50)) await built.search(text);
  for (const { text, relevant, group } of queries) {
    let places: number[] = [];
    durations.push(
      await clock(async () => {
        places = await built.search(text);
      }),
    );
    const hits = found.get(group) ?? [];
    hits.push(Number(places.some((place) => relevant.has(place))));
    found.set(group, hits);
  }
  return {
    name,
    settings: contender.settings,
    build: Math.round(build),
    memory,
    storedBytes: await built.storedBytes(),
    query: timingOf(durations),
    success: Object.fromEntries(
      Array.from(found, ([group, hits]) => [group, Number((hits.reduce((a, b) => a + b, 0) / hits.length).toFixed(4))]),
    ),
  };
}
