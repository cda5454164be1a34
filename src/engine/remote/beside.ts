import type { SourceName } from '../../contract/recommendation.ts';
import type { CandidateTable } from '../ranking/candidate-table.ts';
import type { Ranker } from '../ranking/ranker.ts';

/**
 * A ranker that knows nothing of a source, and the order of that source beside it: a product's score is its share of what the
 * ranker gives and its share of what the source gives, by weight. What the ranker knows nothing of is placed by the source alone.
 * @param weight of the source, 0…1
 */
export function beside(ranker: Ranker, source: SourceName, weight: number): Ranker {
  const partsOf = (table: CandidateTable, history: Int32Array, column: number) => {
    const own = ranker.score(table, history);
    const total = own.reduce((a, b) => a + b, 0);
    const remote = total === 0 ? 1 : weight;
    const columns = table.sources.length;
    return {
      ofRanker: own.map((score) => (total === 0 ? 0 : ((1 - remote) * score) / total)),
      ofRemote: own.map((_, row) => (remote * table.scores[row * columns + column]) / table.masses[column]),
    };
  };
  return {
    score(table, history) {
      const column = table.sources.indexOf(source);
      if (column < 0) return ranker.score(table, history);
      const { ofRanker, ofRemote } = partsOf(table, history, column);
      return ofRanker.map((score, row) => score + ofRemote[row]);
    },
    attribute(table, history, rows) {
      const shares = ranker.attribute(table, history, rows);
      const column = table.sources.indexOf(source);
      if (column < 0) return shares;
      const { ofRanker, ofRemote } = partsOf(table, history, column);
      const columns = table.sources.length;
      rows.forEach((row, place) => {
        // A ranker that gave a product nothing has no shares of it to tell.
        const known = Math.max(0, ofRanker[row]);
        const all = known + ofRemote[row];
        const own = shares.subarray(place * columns, (place + 1) * columns);
        own.forEach((share, at) => {
          const given = (known > 0 ? known * share : 0) + (at === column ? ofRemote[row] : 0);
          own[at] = all > 0 ? given / all : Number(at === column);
        });
      });
      return shares;
    },
  };
}
