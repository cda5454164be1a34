import { TextTable } from '../../kernels/compact/text-table.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import { readSection, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { SEARCH_WORDS } from '../../pack/sections/search-words.ts';
import { stemOf } from './stem.ts';

/** UTF-16 units of a piece of a word; of scripts without spaces a single character. */
const PIECE = 4;
/** Steps of a number of a vector, which is at most 1. */
const STEPS = 127;

/** A word as its vector is kept: by its stem. */
export const wordKey = (term: string): string => stemOf(term);

/** The pieces of a word, its beginning and its end marked. What stands for a piece begins with a space, as no word does. */
export function piecesOf(word: string): string[] {
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u.test(word))
    return Array.from(word, (one) => ` ${one}`);
  const marked = `<${word}>`;
  return Array.from({ length: Math.max(0, marked.length - PIECE + 1) }, (_, at) => ` ${marked.slice(at, at + PIECE)}`);
}

/** Vectors of words and pieces of words, of length 1 each. */
export class WordVectors {
  readonly width: number;
  /** Of ranks by meaning, beside those by words. */
  readonly weight: number;
  readonly #texts: TextTable;
  readonly #words: number;
  readonly #vectors: Int8Array;

  /** @throws VitrineError `pack-corrupt`, `pack-version` */
  constructor(section: PackSection) {
    const [{ width, words, weight }, { text, offsets, vectors }] = readSection(SEARCH_WORDS, section, 0);
    if (vectors.length !== (offsets.length - 1) * width || words >= offsets.length) {
      throw corruptPack('its section search-words has another number of vectors than of words');
    }
    this.width = width;
    this.weight = weight;
    this.#texts = new TextTable(text, offsets);
    this.#words = words;
    this.#vectors = vectors;
  }

  /** Whether the shop's texts have this word. */
  has(word: string): boolean {
    const number = this.#texts.numberOf(wordKey(word));
    return number >= 0 && number < this.#words;
  }

  /** Adds the vector of a word, or what its pieces say of one that is not known. @returns whether there is one */
  add(word: string, weight: number, sum: Float32Array, at = 0): boolean {
    const number = this.#texts.numberOf(wordKey(word));
    if (number >= 0 && number < this.#words) {
      this.#add(number, weight, sum, at);
      return true;
    }
    const pieces = piecesOf(wordKey(word)).flatMap((piece) => {
      const known = this.#texts.numberOf(piece);
      return known < 0 ? [] : [known];
    });
    for (const piece of pieces) this.#add(piece, weight / pieces.length, sum, at);
    return pieces.length > 0;
  }

  #add(number: number, weight: number, sum: Float32Array, at: number): void {
    const factor = weight / STEPS;
    const start = number * this.width;
    for (let k = 0; k < this.width; k++) sum[at + k] += factor * this.#vectors[start + k];
  }
}

/** Makes a vector one of length 1; one of nothing stays. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** @param vectors rows of length 1, of the words, then of the pieces. [texts, width] */
export function saveWordVectors(
  { words, pieces }: { words: readonly string[]; pieces: readonly string[] },
  vectors: Float32Array,
  { width, weight }: { width: number; weight: number },
): PackSection {
  const { bytes: text, offsets } = TextTable.of([...words, ...pieces]).parts;
  const data = { text, offsets, vectors: Int8Array.from(vectors, (value) => Math.round(STEPS * value)) };
  return writeSection(SEARCH_WORDS, 0, { width, words: words.length, weight }, data);
}
