import type { SourceName } from '../../src/contract/recommendation.ts';
import { inOrder } from '../../src/engine/funnel.ts';
import { coordinateSearch, type Grid } from '../../src/evaluation/coordinate-search.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { sampleCases } from '../../src/evaluation/interaction-log.ts';
import type { Stage } from '../../src/evaluation/splits.ts';
import { tabulate } from '../../src/ranking/candidate-table.ts';
import { createWeightedMean } from '../../src/ranking/weighted-mean.ts';
import type { CandidateSource, Candidates } from '../../src/retrieval/candidate-source.ts';
import type { Tuning } from './tune-source.ts';

export type Weights = Partial<Record<SourceName, number>>;

/** Weights tried for each source, against 1 for the strongest. */
const TRIED = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.7, 1, 1.5, 2.2];
/** Candidates of each source that take part in tuning. */
const DEPTH = 200;

/** Fusion weights, chosen on the tuning stage alone. Sources answer once; only the fusing is done again. */
export function tuneWeights(
  sources: readonly CandidateSource[],
  { cases }: Stage,
  tuning: Tuning,
  onStep: (done: number, total: number, best: number) => void,
): Weights {
  const asked = sampleCases(cases, tuning.cases);
  const start: Weights = Object.fromEntries(sources.map(({ name }) => [name, 1]));
  if (asked.targets.length === 0 || sources.length < 2) return start;
  const answers: Candidates[][] = [];
  evaluate((history) => {
    answers.push(tuning.contexts.with(history, (context) => sources.map((source) => source.retrieve(context, DEPTH))));
    return { items: new Int32Array(0), scores: [] };
  }, asked);
  const score = (weights: Weights): number => {
    let asking = 0;
    const ranker = createWeightedMean(weights);
    const rank = () => {
      const found = answers[asking++].map((candidates, i) => ({ source: sources[i].name, candidates }));
      const table = tabulate(found.filter(({ source }) => (weights[source] ?? 0) > 0));
      return inOrder(table, ranker.score(table, 0));
    };
    return evaluate(rank, asked).metrics[tuning.objective];
  };
  const grid: Grid<Weights> = Object.fromEntries(sources.map(({ name }) => [name, TRIED]));
  return coordinateSearch(start, grid, score, { rounds: 2, onStep }).options;
}
