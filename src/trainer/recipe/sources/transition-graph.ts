import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import { BestRows } from '../../../kernels/scoring/top-k.ts';
import type { CatalogueRanker } from '../../evaluation/evaluate.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import type { Contexts } from '../ranker/ranker.ts';

/** Of ten places: those for products one step and two steps from the latest item, and from the one before it. */
const PLACES = [
  [5, 1],
  [3, 1],
];
/** What the commonest step counts beside a cosine of 1. */
const STEP_WEIGHT = 0.5;

/**
 * The untrained transition graph: what came right after the latest item, and after the one before it, and what came
 * right after that, each group in order of its likeness to the item that it starts from. A plain way that many trained
 * models do not beat. Source: Han et al., "An Embarrassingly Simple Graph Heuristic Reveals Shortcut-Solvable Benchmarks
 * for Sequential Recommendation", arXiv 2605.07125, its variant of two items with the places given there.
 *
 * Deviations: likeness is the cosine of weighted features of the records, not of a language model's vectors; the graph
 * also has the steps that were held out for validation; places that no group fills go to what the groups have left, in
 * their order, and then stay empty instead of being drawn at random.
 */
export function transitionGraph(
  { sequences }: InteractionLog,
  features: FeatureIndex,
  contexts: Contexts,
): CatalogueRanker {
  const steps = stepsOf(sequences);
  const likeness = (from: number, to: number): number => features.similarity(from, to);

  /** What is allowed in each group around an item, best first. */
  const around = (from: number, allowed: Bitset, limit: number): Int32Array[] => {
    const near = steps.get(from) ?? new Map<number, number>();
    const commonest = Math.log1p(Math.max(1, ...near.values()));
    const [first, second] = [new BestRows(limit, features.rows), new BestRows(limit, features.rows)];
    const beyond = new Set<number>();
    for (const [to, count] of near) {
      if (allowed.has(to)) first.offer(to, likeness(from, to) + (STEP_WEIGHT * Math.log1p(count)) / commonest);
      for (const further of steps.get(to)?.keys() ?? []) beyond.add(further);
    }
    for (const to of beyond) if (to !== from && !near.has(to) && allowed.has(to)) second.offer(to, likeness(from, to));
    return [first.take().items, second.take().items];
  };

  return (history, limit) =>
    contexts.with(history, ({ items, allowed }) => {
      const latest = Array.from(items.slice(-PLACES.length)).reverse();
      const groups = latest.flatMap((item, i) =>
        around(item, allowed, limit).map((found, ring) => ({ found, places: PLACES[i][ring] })),
      );
      const list = new Set<number>();
      for (const { found, places } of groups) {
        const end = list.size + places;
        for (const item of found) if (list.size < end) list.add(item);
      }
      for (const { found } of groups) for (const item of found) list.add(item);
      const shown = Int32Array.from(list).subarray(0, limit);
      return { items: shown, scores: Float32Array.from(shown, (_, place) => limit - place) };
    });
}

/** How often each item came right after each. */
function stepsOf({ items, offsets }: InteractionLog['sequences']): Map<number, Map<number, number>> {
  const steps = new Map<number, Map<number, number>>();
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (let i = offsets[sequence] + 1; i < offsets[sequence + 1]; i++) {
      const [from, to] = [items[i - 1], items[i]];
      const next = steps.get(from) ?? new Map<number, number>();
      steps.set(from, next.set(to, (next.get(to) ?? 0) + 1));
    }
  }
  return steps;
}
