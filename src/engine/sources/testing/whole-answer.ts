import type { CandidateSource, VisitorContext } from '../candidate-source.ts';

/** All that a source says, reasons worked out: for comparing answers. */
export function wholeAnswer(source: CandidateSource, context: VisitorContext, limit: number) {
  const { items, scores, because } = source.retrieve(context, limit);
  return { items, scores, because: items.map((_, place) => because(place)) };
}
