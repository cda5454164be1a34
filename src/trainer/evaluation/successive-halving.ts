/** A candidate as far as it came. */
export interface Measured<TCandidate> {
  candidate: TCandidate;
  /** What it was trained for. */
  budget: number;
  /** Higher is better; of the largest budget that it came to. */
  score: number;
}

/** Of the candidates of a round one in so many goes on. */
const FACTOR = 3;
const MOST_ROUNDS = 3;

/** Budgets of the rounds, the whole one last: a third of it before, and a third of that. One for few candidates. */
export function roundsOf(candidates: number, whole: number): number[] {
  const rounds = Math.min(MOST_ROUNDS, 1 + Math.floor(Math.log(candidates) / Math.log(FACTOR)));
  const budgets = Array.from({ length: rounds }, (_, i) => Math.ceil(whole / FACTOR ** (rounds - 1 - i)));
  return [...new Set(budgets)];
}

/**
 * Successive halving: all candidates get a small budget, the best third of them three times as much, and so on; the work
 * goes where it tells most (Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter
 * optimization", 2016).
 * @param budgets of the rounds, rising
 * @returns all candidates, those that came furthest first, then by score
 */
export async function successiveHalving<TCandidate>(
  candidates: readonly TCandidate[],
  budgets: readonly number[],
  measure: (candidate: TCandidate, budget: number) => Promise<number>,
): Promise<Measured<TCandidate>[]> {
  const ranked: Measured<TCandidate>[] = [];
  let going = [...candidates];
  for (const [round, budget] of budgets.entries()) {
    const measured: Measured<TCandidate>[] = [];
    for (const candidate of going) measured.push({ candidate, budget, score: await measure(candidate, budget) });
    measured.sort((a, b) => b.score - a.score);
    const kept = round + 1 === budgets.length ? measured.length : Math.ceil(measured.length / FACTOR);
    going = measured.slice(0, kept).map(({ candidate }) => candidate);
    ranked.unshift(...(round + 1 === budgets.length ? measured : measured.slice(kept)));
  }
  return ranked;
}
