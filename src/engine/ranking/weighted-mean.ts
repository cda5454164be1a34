import type { BySource } from '../../contract/recommendation.ts';
import type { CandidateTable } from './candidate-table.ts';
import type { Ranker } from './ranker.ts';

/**
 * Fusion by weighted mean. Each source's scores are divided by their sum, so that every source has the same mass to
 * give; one that found nothing drops out and the weights of the rest are scaled up.
 * @param weights ≥ 0, by source; one that is not named has none. Only ratios matter.
 */
export function createWeightedMean(weights: BySource): Ranker {
  const factorsOf = (table: CandidateTable): Float64Array => {
    const own = table.sources.map((source) => weights[source] ?? 0);
    const total = own.reduce((a, b) => a + b, 0);
    return Float64Array.from(own, (weight, column) => (total === 0 ? 0 : weight / total / table.masses[column]));
  };
  const scoreRow = (table: CandidateTable, factors: Float64Array, row: number): number => {
    let score = 0;
    for (let column = 0; column < factors.length; column++) {
      score += factors[column] * table.scores[row * factors.length + column];
    }
    return score;
  };
  return {
    score(table) {
      const factors = factorsOf(table);
      const scores = new Float32Array(table.items.length);
      for (let row = 0; row < scores.length; row++) scores[row] = scoreRow(table, factors, row);
      return scores;
    },
    attribute(table, _, rows) {
      const factors = factorsOf(table);
      const columns = factors.length;
      const shares = new Float32Array(rows.length * columns);
      rows.forEach((row, place) => {
        const score = scoreRow(table, factors, row);
        factors.forEach((factor, column) => {
          shares[place * columns + column] = (factor * table.scores[row * columns + column]) / score;
        });
      });
      return shares;
    },
  };
}
