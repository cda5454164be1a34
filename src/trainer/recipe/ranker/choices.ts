import { DEPTH } from '../../../engine/lists/funnel.ts';
import { type CandidateTable, tabulate } from '../../../engine/ranking/candidate-table.ts';
import type { CandidateSource } from '../../../engine/sources/candidate-source.ts';
import { type Cases, historyOf, sampleCases, wantedOf } from '../../evaluation/interaction-log.ts';
import { METRICS } from '../../evaluation/metrics/ranking.ts';
import type { Contexts } from './ranker.ts';

/** What the sources found for one case, and what of it the visitor chose. */
export interface Choice {
  table: CandidateTable;
  /** The visitor's items, oldest first. */
  history: Int32Array;
  /** Rows of the table; one at least. */
  chosen: Int32Array;
  /** What the visitor chose beside these: no source found it. */
  missed: number;
}

/** Cases put to all sources once, so that rankers can be tried on what they found. */
export interface Choices {
  /** Cases asked. Those of which no source found anything wanted teach nothing and count as misses. */
  asked: number;
  found: Choice[];
}

/** @param most cases asked at most, evenly spread */
export async function askSources(
  sources: readonly CandidateSource[],
  { cases, contexts, most }: { cases: Cases; contexts: Contexts; most: number },
  onStep: (done: number, total: number) => Promise<void>,
): Promise<Choices> {
  const asked = sampleCases(cases, most);
  const found: Choice[] = [];
  for (let index = 0; index < asked.targets.length; index++) {
    await onStep(index, asked.targets.length);
    const history = historyOf(asked, index);
    const table = contexts.with(history, (context) =>
      tabulate(sources.map((source) => ({ source: source.name, candidates: source.retrieve(context, DEPTH) }))),
    );
    const wanted = wantedOf(asked, index);
    const chosen = wanted.map((item) => table.items.indexOf(item)).filter((row) => row >= 0);
    if (chosen.length === 0) continue;
    found.push({ table, history: history.items, chosen, missed: wanted.length - chosen.length });
  }
  return { asked: asked.targets.length, found };
}

/** NDCG of one list with these scores, ties against us. */
export function ndcgOf(
  scores: Float32Array,
  { chosen, missed }: Pick<Choice, 'chosen' | 'missed'>,
  cutoff: number,
): number {
  const ranks = Array<number>(chosen.length + missed).fill(Number.POSITIVE_INFINITY);
  chosen.forEach((row, i) => {
    const own = scores[row];
    let rank = 0;
    for (let other = 0; other < scores.length; other++) if (scores[other] >= own) rank++;
    ranks[i] = rank;
  });
  return METRICS.ndcg(ranks, cutoff);
}
