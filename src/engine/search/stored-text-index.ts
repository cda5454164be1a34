import type { StoredVocabulary } from './vocabulary.ts';

/** To be raised with every change to how texts are read, or to the form below: an older index is then built anew. */
export const TEXT_INDEX_FORM = 2;
/** Steps of an impact in a byte. */
export const IMPACT_STEPS = 255;

/** A text index as plain data: what is stored, and what is searched. */
export interface StoredTextIndex {
  form: number;
  /** Of each product, the first of those with the same title. [products] */
  groups: Uint32Array;
  /** When each came into the shop, in seconds since 1970; 0 where it does not say. Empty where none does. [products] */
  added: Uint32Array;
  vocabulary: StoredVocabulary;
  /** Products that hold each term. [terms] */
  documents: Uint32Array;
  /** Term `t` is `postings[starts[t] … starts[t + 1])`. [terms + 1] */
  starts: Uint32Array;
  /** Of each product how far its place lies above the one before, seven bits a byte, the lowest first; then its impact, a byte. */
  postings: Uint8Array;
}

/** Whether what was stored can be searched: it is of this form, and its parts fit together and to so many products. */
export function isTextIndex(stored: unknown, products: number): stored is StoredTextIndex {
  if (typeof stored !== 'object' || stored === null) return false;
  const { form, groups, added, vocabulary, documents, starts, postings } = stored as StoredTextIndex;
  return (
    form === TEXT_INDEX_FORM &&
    groups.length === products &&
    groups.every((group, place) => group <= place) &&
    (added.length === 0 || added.length === products) &&
    rises(vocabulary.starts, vocabulary.units.length) &&
    vocabulary.starts.length === starts.length &&
    rises(starts, postings.length) &&
    documents.length === starts.length - 1 &&
    documents.every((holders, term) => holders * 2 <= starts[term + 1] - starts[term])
  );
}

function rises(starts: Uint32Array, end: number): boolean {
  return starts[0] === 0 && starts.at(-1) === end && starts.every((start, i) => i === 0 || start >= starts[i - 1]);
}
