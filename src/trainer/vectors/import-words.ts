import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { analyse } from '../../engine/search/analyse.ts';
import { isStopWord } from '../../engine/search/stop-words.ts';
import { normalise, saveWordVectors, wordKey } from '../../engine/search/word-vectors.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { Random } from '../../learning/training/random.ts';
import type { Pack } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { LogReport } from '../log/log-report.ts';
import { holdersOfWords, MOST_WORDS, WIDTH, weighMeaning, withPieces } from '../recipe/search/fit-words.ts';
import { halfBare, productsOf } from '../recipe/search/half-bare.ts';
import type { GivenVectors } from './import-vectors.ts';
import { principalComponents } from './principal-components.ts';

/** Where it cannot be measured how much meaning counts. */
const USUAL_WEIGHT = 1;

export interface ImportedWords {
  pack: Uint8Array<ArrayBuffer>;
  words: number;
  /** Of the words that the shop's products hold. */
  held: number;
  /** Recall of the first ten products, by words alone and with their meaning; undefined where the shop has no labels to ask for. */
  recall: { without: number; with: number } | undefined;
  report: LogReport;
}

/**
 * Makes a pack's section `search-words` of anybody's vectors of words: by them a search knows what words mean, instead of by
 * those that training learned from the shop's texts. Words that the shop's products hold come before others where there are
 * too many. How much meaning counts is chosen as training chooses it.
 * @param vectors the id of a row is its word
 * @throws VitrineError `bad-options` where no word can be used, or products are found no better by them
 */
export function importWords(
  vectors: GivenVectors,
  { into, products, seed }: { into: Pack; products: Feed; seed: number },
): ImportedWords {
  const report = new LogReport();
  const byWord = usableWords(vectors, report);
  const shop = new Catalogue(products, TextTable.of([]));
  const held = holdersOfWords(productsOf(shop));
  const known = [...byWord.keys()];
  const own = known.filter((word) => held.has(word)).sort((a, b) => held.get(b)! - held.get(a)!);
  const words = [...own, ...known.filter((word) => !held.has(word))].slice(0, MOST_WORDS);
  if (words.length < known.length) {
    report.remarks.push(`The pack has ${words.length} of the ${known.length} words: those that most products hold.`);
  }
  if (own.length < 2) {
    throw new VitrineError('bad-options', `The shop's products hold ${own.length} of ${known.length} words.`, {
      remedy: "Give vectors of words in the language of the shop's texts: one word a row.",
    });
  }
  const table = new Float32Array(words.length * vectors.width);
  words.forEach((word, row) => {
    const sum = new Float32Array(vectors.width);
    for (const given of byWord.get(word)!) {
      normalise(rowAt(vectors, given)).forEach((value, k) => {
        sum[k] += value;
      });
    }
    table.set(normalise(sum), row * vectors.width);
  });
  const reduced = principalComponents({ rows: words.length, width: vectors.width, data: table }, WIDTH, seed);
  const { width } = reduced;
  if (width < vectors.width) report.remarks.push(`${vectors.width} numbers a vector became ${width}.`);
  const unit = new Float32Array(reduced.data.length);
  for (let at = 0; at < unit.length; at += width) unit.set(normalise(reduced.data.subarray(at, at + width)), at);
  const { pieces, vectors: all } = withPieces(words, unit, width);
  const section = saveWordVectors({ words, pieces }, all, { width, weight: USUAL_WEIGHT });
  const random = new Random(seed);
  const { bare, queries } = halfBare(productsOf(shop), () => random.unit());
  const weighed = queries.length === 0 ? undefined : weighMeaning(section, bare, queries);
  if (weighed && weighed.with <= weighed.without) {
    throw new VitrineError(
      'bad-options',
      `Products are found no better by these vectors: recall of ${weighed.with.toFixed(3)}, and ${weighed.without.toFixed(3)} by words alone.`,
      { remedy: "Leave them out, or give vectors of words in the language of the shop's texts." },
    );
  }
  if (!weighed) report.remarks.push('The shop has too few categories and tags to measure by what the vectors bring.');
  if (into.sections['search-words'])
    report.remarks.push('They take the place of the vectors of words that the pack had.');
  const weight = weighed?.weight ?? USUAL_WEIGHT;
  const pack: Pack = {
    ...into,
    manifest: { ...into.manifest, created: new Date().toISOString() },
    sections: { ...into.sections, 'search-words': { ...section, options: { ...section.options, weight } } },
  };
  return { pack: writePack(pack), words: words.length, held: own.length, recall: weighed, report };
}

/** The rows of each word, as searches know it; what is left out is counted. */
function usableWords(vectors: GivenVectors, report: LogReport): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < vectors.rows; row++) {
    report.rows++;
    const word = wordOf(vectors.ids[row]);
    const vector = rowAt(vectors, row);
    if (word === undefined) report.refuse('that are no single word');
    else if (isStopWord(word)) report.refuse('of words that no search asks for');
    else if (!vector.every(Number.isFinite)) report.refuse('with numbers that are not finite');
    else if (vector.every((number) => number === 0)) report.refuse('that are all zeros');
    else {
      const known = rows.get(wordKey(word));
      if (known) known.push(row);
      else rows.set(wordKey(word), [row]);
    }
  }
  if (rows.size > 0) return rows;
  throw new VitrineError('bad-options', `No vector can be used: ${report.lines().join('; ') || 'there is none'}.`, {
    remedy: 'Name the words of the rows with --ids, one a line, and check that the vectors are numbers.',
  });
}

/** The term that stands for all of a text. */
function wordOf(text: string): string | undefined {
  const word = text.trim();
  const whole = analyse(word).find(({ start, end, kind }) => start === 0 && end === word.length && kind !== 'part');
  return whole?.term;
}

const rowAt = ({ data, width }: GivenVectors, row: number): Float32Array =>
  data.subarray(row * width, (row + 1) * width);
