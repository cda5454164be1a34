import type { BySource, SourceName } from '../../../contract/recommendation.ts';
import { createWeightedMean } from '../../../engine/ranking/weighted-mean.ts';
import { SOURCES } from '../../../engine/sources/registry.ts';
import { coordinateSearch, type Grid } from '../../evaluation/coordinate-search.ts';
import { type Choices, ndcgOf } from './choices.ts';

/** Weights tried for each source; all start at 1. */
const TRIED = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.7, 1, 1.5, 2.2];

const defaultWeightOf = (name: SourceName): number =>
  SOURCES.find((source) => source.name === name)?.defaultWeight ?? 0;

/** Lists tried at most, evenly spread: a handful of weights needs no more. */
const MOST_LISTS = 2000;

/** Fusion weights, by NDCG at the cutoff; where nothing can be asked, the sources' own. */
export async function tuneWeights(
  names: readonly SourceName[],
  { asked, found }: Choices,
  cutoff: number,
  onStep: (done: number, total: number, best: number) => Promise<void>,
): Promise<BySource> {
  if (asked === 0 && names.length > 1) return Object.fromEntries(names.map((name) => [name, defaultWeightOf(name)]));
  const start: BySource = Object.fromEntries(names.map((name) => [name, 1]));
  if (found.length === 0 || names.length < 2) return start;
  const step = Math.max(1, Math.ceil(found.length / MOST_LISTS));
  const lists = found.filter((_, i) => i % step === 0);
  const score = (weights: BySource): number => {
    const ranker = createWeightedMean(weights);
    const sum = lists.reduce(
      (sum, choice) => sum + ndcgOf(ranker.score(choice.table, choice.history), choice, cutoff),
      0,
    );
    return sum / lists.length;
  };
  const grid: Grid<BySource> = Object.fromEntries(names.map((name) => [name, TRIED]));
  return (await coordinateSearch(start, grid, score, { rounds: 2, onStep })).options;
}
