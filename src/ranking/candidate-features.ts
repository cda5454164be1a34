import type { SourceName } from '../contract/recommendation.ts';
import type { CandidateTable } from './candidate-table.ts';

/** Features that each source gives of a candidate. */
const PER_SOURCE = 3;

export function featureWidth(sources: readonly SourceName[]): number {
  return sources.length * PER_SOURCE + 1;
}

/** Columns of one source in the feature matrix. */
export function columnsOf(source: number): readonly [from: number, to: number] {
  return [source * PER_SOURCE, (source + 1) * PER_SOURCE];
}

/**
 * What the learned ranker sees of each candidate: of each source its share of the source's list, plain and as a
 * logarithm (who is first matters more than by how much), and the logarithm of its raw evidence (a share of little
 * evidence is worth less); and how long the history is. All zero for a source that did not find it.
 *
 * @param sources the ranker's sources; the table's others are left out
 * @returns [count, featureWidth(sources)], row-major
 */
export function candidateFeatures(
  table: CandidateTable,
  sources: readonly SourceName[],
  historyLength: number,
): Float32Array {
  const width = featureWidth(sources);
  const count = table.items.length;
  const features = new Float32Array(count * width);
  const length = Math.log1p(historyLength);
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
  for (let row = 0; row < count; row++) features[(row + 1) * width - 1] = length;
  return features;
}
