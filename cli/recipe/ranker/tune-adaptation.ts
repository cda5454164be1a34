import { createFunnel } from '../../../src/engine/funnel.ts';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import { type Cases, sampleCases } from '../../../src/evaluation/interaction-log.ts';
import type { CandidateSource } from '../../../src/retrieval/candidate-source.ts';
import type { Tuning } from '../sources/tune-source.ts';
import { funnelRanker } from './ranker.ts';
import type { Weights } from './tune-weights.ts';

/** Whether weights that follow the visitor's clicks rank validation better than the same weights left alone. */
export function tuneAdaptation(
  sources: readonly CandidateSource[],
  weights: Weights,
  cases: Cases,
  { cutoff, contexts, cases: most }: Tuning,
  onStep: (done: number, total: number) => void,
): boolean {
  const asked = sampleCases(cases, most);
  const [fixed, following] = [false, true].map((adaptive, i) => {
    const ranker = funnelRanker(createFunnel({ sources, weights, adaptive }), contexts);
    const { metrics } = evaluate(ranker, asked, {
      cutoffs: [cutoff],
      onProgress: (done, total) => onStep(i * total + done, 2 * total),
    });
    return metrics[`ndcg@${cutoff}`];
  });
  return following > fixed;
}
