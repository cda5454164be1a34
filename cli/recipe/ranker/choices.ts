import { DEPTH } from '../../../src/engine/funnel.ts';
import { type Cases, historyOf, sampleCases } from '../../../src/evaluation/interaction-log.ts';
import { METRICS } from '../../../src/evaluation/metrics/ranking.ts';
import { type CandidateTable, tabulate } from '../../../src/ranking/candidate-table.ts';
import type { CandidateSource } from '../../../src/retrieval/candidate-source.ts';
import type { Contexts } from './ranker.ts';

/** What the sources found for one case, and which of it the visitor chose. */
export interface Choice {
  table: CandidateTable;
  /** The visitor's items, oldest first. */
  history: Int32Array;
  /** Row of the table. */
  chosen: number;
}

/** Cases put to all sources once, so that rankers can be tried on what they found. */
export interface Choices {
  /** Cases asked. Those of which no source found the target teach nothing and count as misses. */
  asked: number;
  found: Choice[];
}

/** @param most cases asked at most, evenly spread */
export function askSources(
  sources: readonly CandidateSource[],
  cases: Cases,
  contexts: Contexts,
  most: number,
  onStep: (done: number, total: number) => void,
): Choices {
  const asked = sampleCases(cases, most);
  const found: Choice[] = [];
  asked.targets.forEach((target, index) => {
    onStep(index, asked.targets.length);
    const history = historyOf(asked, index);
    const table = contexts.with(history, (context) =>
      tabulate(sources.map((source) => ({ source: source.name, candidates: source.retrieve(context, DEPTH) }))),
    );
    const chosen = table.items.indexOf(asked.log.sequences.items[target]);
    if (chosen >= 0) found.push({ table, history: history.items, chosen });
  });
  return { asked: asked.targets.length, found };
}

/** NDCG of one list with these scores, ties against us. */
export function ndcgOf(scores: Float32Array, chosen: number, cutoff: number): number {
  const own = scores[chosen];
  let rank = 0;
  for (let row = 0; row < scores.length; row++) if (scores[row] >= own) rank++;
  return METRICS.ndcg([rank], cutoff);
}
