import type { SourceName } from '../contract/recommendation.ts';
import type { CandidateTable } from './candidate-table.ts';

/** Features that each source gives of a candidate. */
const PER_SOURCE = 3;
/** Features beside the sources': how long the history is, and how lately the item was met in it. */
const PER_VISITOR = 2;
/** Latest items of the history among which an item is looked for. */
const LATELY = 100;

export function featureWidth(sources: readonly SourceName[]): number {
  return sources.length * PER_SOURCE + PER_VISITOR;
}

/** Columns of one source in the feature matrix. */
export function columnsOf(source: number): readonly [from: number, to: number] {
  return [source * PER_SOURCE, (source + 1) * PER_SOURCE];
}

/**
 * What the learned ranker sees of each candidate: of each source its share of the source's list, plain and as a
 * logarithm (who is first matters more than by how much), and the logarithm of its raw evidence (a share of little
 * evidence is worth less), all zero for a source that did not find it; how long the history is; and one over how many steps
 * ago the visitor met it last, 0 for never: in a session shoppers come back to what they saw.
 *
 * @param sources the ranker's sources; the table's others are left out
 * @param history the visitor's items, oldest first
 * @returns [count, featureWidth(sources)], row-major
 */
export function candidateFeatures(
  table: CandidateTable,
  sources: readonly SourceName[],
  history: Int32Array,
): Float32Array {
  const width = featureWidth(sources);
  const count = table.items.length;
  const features = new Float32Array(count * width);
  const length = Math.log1p(history.length);
  const lately = history.subarray(Math.max(0, history.length - LATELY));
  sources.forEach((source, position) => {
    const column = table.sources.indexOf(source);
    if (column < 0) return;
    const [from] = columnsOf(position);
    for (let row = 0; row < count; row++) {
      const score = table.scores[row * table.sources.length + column];
      if (score === 0) continue;
      const share = score / table.masses[column];
      const cell = row * width + from;
      features[cell] = share;
      features[cell + 1] = Math.log1p(1000 * share);
      features[cell + 2] = Math.log1p(score);
    }
  });
  for (let row = 0; row < count; row++) {
    const met = lately.lastIndexOf(table.items[row]);
    features[(row + 1) * width - 2] = length;
    features[(row + 1) * width - 1] = met < 0 ? 0 : 1 / (lately.length - met);
  }
  return features;
}
