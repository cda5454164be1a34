import { VitrineError } from '../../contract/errors.ts';
import * as plain from '../../contract/validation/plain-data.ts';

const names = plain.optional(plain.list(plain.text(256), 1));
const price = plain.optional(plain.notNegative);

/** A query, and what a person says that it asks for, in the words of the catalogue's own fields. */
const LABELLED = plain.list(
  plain.exactly({
    query: plain.text(512),
    filters: plain.exactly({
      category: names,
      brand: names,
      colour: names,
      size: names,
      material: names,
      /** Of any other field that tells products apart. */
      attribute: names,
      /** What is not wanted, of whatever field. */
      not: names,
      min: price,
      max: price,
      sort: plain.optional(plain.oneOf(['price-ascending', 'price-descending', 'newest'])),
    }),
  }),
  1,
);
export type LabelledQuery = plain.Read<typeof LABELLED>[number];

/**
 * Reads queries that a person labelled: a list of `{ query, filters }` as JSON.
 * @throws VitrineError `bad-options`, naming what is wrong
 */
export function readLabelledQueries(text: string): LabelledQuery[] {
  const refuse = (remedy: string, cause?: unknown): VitrineError =>
    new VitrineError('bad-options', 'The labelled queries cannot be read.', { remedy, cause });
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw refuse('Give a JSON list of { "query": …, "filters": { … } }.', cause);
  }
  return plain.read(LABELLED, read, (misfit) => refuse(`${misfit}.`), 'queries');
}
