import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import { hashedFeatures } from '../../../catalogue/hashed-features.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import type { Meetings } from '../../../learning/generators/item/meetings.ts';
import type { Model } from '../../../learning/models/model.ts';
import { ITEMS } from '../../../learning/models/named-weights.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';

/** Meetings that teach, at most, evenly spread. */
const MOST = 60_000;
/** Items of a history that are read. */
const LONGEST = 50;

/** What each visitor of some sequences turned to next, of the items that `teaches` takes. Items without features teach nothing. */
export async function meetingsOf(
  model: Model,
  sequences: Sequences,
  features: FeatureIndex,
  buckets: number,
  teaches: (item: number) => boolean,
): Promise<Meetings> {
  const { items, offsets } = sequences;
  const starts: number[] = [];
  const places: number[] = [];
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (let at = offsets[sequence] + 1; at < offsets[sequence + 1]; at++) {
      if (!teaches(items[at]) || features.featuresOf(items[at]).length === 0) continue;
      starts.push(Math.max(offsets[sequence], at - LONGEST));
      places.push(at);
    }
  }
  const count = Math.min(MOST, places.length);
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * places.length) / count));
  const histories = chosen.map((i) => items.subarray(starts[i], places[i]));
  const rows = [...new Set(chosen.map((i) => items[places[i]]))];
  const numbers = new Map(rows.map((row, number) => [row, number]));
  const { shape, data } = model.weights()[ITEMS];
  const width = shape[1];
  const vectors = new Float32Array(rows.length * width);
  rows.forEach((row, number) => {
    vectors.set(data.subarray(row * width, (row + 1) * width), number * width);
  });
  return {
    width,
    states: await model.states!(joinSequences(histories)),
    targets: Int32Array.from(chosen, (i) => numbers.get(items[places[i]])!),
    vectors,
    features: rows.map((row) => hashedFeatures(features, row, buckets)),
  };
}
