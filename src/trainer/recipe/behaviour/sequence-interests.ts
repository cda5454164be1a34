import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { VitrineError } from '../../../contract/errors.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import type { Condition, SequenceInterests } from '../../../learning/generators/behaviour/behaviour-generator.ts';

/** Visits that an interest has at least: what fewer are about is not learned. */
const FEWEST = 5;

/** What each sequence is about: the narrowest category that most of its products have. */
export function sequenceInterests({ items, offsets }: Sequences, catalogue: Catalogue): SequenceInterests {
  const categories = Array.from({ length: catalogue.rows }, (_, row) => catalogue.product(row)?.categories?.at(-1));
  const about = Array.from(offsets.subarray(1), (end, sequence) =>
    mostOften(Array.from(items.subarray(offsets[sequence], end), (item) => categories[item])),
  );
  const visits = countsOf(about);
  const names = [...visits.keys()].filter((name) => visits.get(name)! >= FEWEST).sort();
  return { names, ofSequence: Int32Array.from(about, (name) => (name === undefined ? -1 : names.indexOf(name))) };
}

/**
 * A condition for each sequence that is about one of these interests: made again and again, each is met as often as it was.
 * @throws VitrineError `bad-options` where nobody's visits tell one
 */
export function conditionsFor({ names, ofSequence }: SequenceInterests, wanted: readonly string[]): Condition[] {
  const unknown = wanted.find((interest) => !names.includes(interest));
  if (unknown !== undefined) {
    throw new VitrineError('bad-options', `Fewer than ${FEWEST} visits are about ${unknown}.`, {
      remedy: `Give one of ${names.slice(0, 20).join(', ') || 'none: the log and the products share no categories'}.`,
    });
  }
  return Array.from(ofSequence, (interest) => names[interest])
    .filter((interest) => wanted.includes(interest))
    .map((interest) => ({ interest }));
}

function mostOften(names: readonly (string | undefined)[]): string | undefined {
  const counts = countsOf(names);
  return [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!)[0];
}

function countsOf(names: readonly (string | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
