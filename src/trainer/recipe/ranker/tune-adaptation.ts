import type { BySource } from '../../../contract/recommendation.ts';
import { createFunnel } from '../../../engine/lists/funnel.ts';
import { followVisitor } from '../../../engine/ranking/adaptive-weights.ts';
import type { CandidateSource } from '../../../engine/sources/candidate-source.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { type Cases, sampleCases } from '../../evaluation/interaction-log.ts';
import type { Tuning } from '../sources/tune-source.ts';
import { funnelRanker } from './ranker.ts';

/** Whether weights that follow the visitor's clicks rank validation better than the same weights left alone. */
export async function tuneAdaptation(
  { sources, weights }: { sources: readonly CandidateSource[]; weights: BySource },
  cases: Cases,
  { cutoff, contexts, cases: most }: Tuning,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<boolean> {
  const asked = sampleCases(cases, most);
  if (asked.targets.length === 0) return false;
  const reached: number[] = [];
  for (const follow of [undefined, followVisitor]) {
    const ranker = funnelRanker(createFunnel({ sources, weights, follow }), contexts);
    const { metrics } = await evaluate(ranker, asked, {
      cutoffs: [cutoff],
      onProgress: (done, total) => onStep(reached.length * total + done, 2 * total),
    });
    reached.push(metrics[`ndcg@${cutoff}`]);
  }
  const [fixed, following] = reached;
  return following > fixed;
}
