import { VitrineError } from '../contract/errors.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { readOptions } from '../contract/validation/read-options.ts';
import { analyse } from '../engine/search/analyse.ts';
import { queryWords } from '../engine/search/query-words.ts';
import { stemOf } from '../engine/search/stem.ts';
import { TextIndex } from '../engine/search/text-index.ts';
import { TextIndexBuilder } from '../engine/search/text-index-builder.ts';
import { Bitset } from '../kernels/scoring/bitset.ts';
import { languageOf, topicsOf } from './understanding/languages.ts';
import type { Topic } from './understanding/patterns.ts';

/** A question that the shop answers itself. */
export interface ShopAnswer {
  question: string;
  /** Given as it is, as plain text. */
  answer: string;
  /** Where it comes from: a page's name or address. */
  source?: string | undefined;
}

export interface FoundAnswer extends ShopAnswer {
  /** The share of the asked words that its question and answer hold, 0…1. */
  coverage: number;
}

const MOST_ANSWERS = 10_000;
const QUESTION = 1;
const ANSWER = 0.3;
/** Candidates by BM25 of which the best covered is taken. */
const CANDIDATES = 8;
/** Of an answer about the same topic: it counts as one that covers the question. */
const SAME_TOPIC = 0.8;
/** Share of the words of a question that a single word that is asked for has to be. */
const LEAST_OF_QUESTION = 0.4;
/** Letters of a word in which a typing error is allowed for. */
const LEAST_MISTYPED = 6;
/** What every question has. */
const ASKING = new Set(
  (
    'how what when where which who why do does did can could would will should is are was were be am have has had i you your my mine me we ' +
    'us our it its this that there the a an to of in on at for with from and or if long much many any some get got please tell about'
  ).split(' '),
);
const ASKING_ZH =
  /请问|你们|您们|我们|我的|我|您|可以|能不能|能够|能|吗|呢|么|吧|怎么样?|如何|什么|是否|有没有|的|是|要|了|哪[儿里]|一下|请/gu;

const Answers = plain.list(
  plain.fields({
    question: plain.text(2_000),
    answer: plain.text(20_000),
    source: plain.optional(plain.text(2_000)),
  }),
  0,
  MOST_ANSWERS,
);

/** @throws VitrineError `bad-options` */
export function readShopAnswers(answers: unknown): ShopAnswer[] {
  const read = readOptions<ShopAnswer[]>('answers', Answers, answers ?? []);
  if (read.every(({ question, answer }) => question.trim() !== '' && answer.trim() !== '')) return read;
  throw new VitrineError('bad-options', 'One of the answers is empty.', {
    remedy: 'Give each a question and an answer.',
  });
}

/** Finds the shop's own answer to a question: by the index that finds products, with how much of the question it covers. */
export class ShopAnswers {
  readonly #answers: readonly ShopAnswer[];
  readonly #index: TextIndex;
  /** Terms of each question, and of each question with its answer. */
  readonly #terms: { question: Set<string>; all: Set<string> }[];
  /** Words of each question that say what it is about. */
  readonly #words: number[];
  readonly #topics: { question: Set<Topic>; answer: Set<Topic> }[];

  constructor(answers: readonly ShopAnswer[]) {
    this.#answers = answers;
    const builder = new TextIndexBuilder();
    for (const { question, answer } of answers) {
      builder.add(question, [
        { text: question, weight: QUESTION },
        { text: answer, weight: ANSWER },
      ]);
    }
    const steps = builder.build();
    let step = steps.next();
    while (!step.done) step = steps.next();
    this.#index = new TextIndex(step.value);
    this.#words = answers.map(({ question }) => Math.max(1, queryWords(askedWords(question), false).length));
    this.#topics = answers.map(({ question, answer }) => ({
      question: topicsOf(question),
      answer: topicsOf(answer),
    }));
    this.#terms = answers.map(({ question, answer }) => {
      const own = analyse(question).map(({ term }) => term);
      return { question: new Set(own), all: new Set([...own, ...analyse(answer).map(({ term }) => term)]) };
    });
  }

  /**
   * The answer whose question is about the same: about the same topic, such as delivery; else the one that covers most of the
   * words, and of those that cover as much, the best by BM25.
   */
  find(asked: string): FoundAnswer | undefined {
    if (this.#answers.length === 0) return undefined;
    const best = this.#byWords(asked);
    if (best?.coverage === 1) return best;
    const topical = this.#byTopic(asked);
    return topical === undefined ? best : { ...this.#answers[topical], coverage: SAME_TOPIC };
  }

  #byWords(asked: string): FoundAnswer | undefined {
    const text = askedWords(asked);
    const allowed = new Bitset(this.#answers.length);
    for (let place = 0; place < this.#answers.length; place++) allowed.add(place);
    const { whole, alternatives, words } = this.#index.search({ text, limit: CANDIDATES, allowed, prefix: false });
    const required = words
      .filter((word) => word.required)
      .map(({ text, terms }) => terms.filter((term) => isSameWord(text, term)));
    let best: FoundAnswer | undefined;
    for (const place of [...whole.places, ...alternatives.places]) {
      const { question, all } = this.#terms[place];
      // What only an answer says in passing is not what it is about, and one word is not what a long question is about.
      const shared = required.filter((terms) => terms.some((term) => question.has(term))).length;
      if (shared === 0 || (required.length === 1 && shared / this.#words[place] < LEAST_OF_QUESTION)) continue;
      const coverage = required.filter((terms) => terms.some((term) => all.has(term))).length / required.length;
      if (coverage > (best?.coverage ?? 0)) best = { ...this.#answers[place], coverage };
    }
    return best;
  }

  /** Where the answer is that is about a topic of the question, in its language first, by its question before its answer. */
  #byTopic(asked: string): number | undefined {
    const topics = [...topicsOf(asked)];
    const language = languageOf(asked);
    const places = [...this.#answers.keys()];
    const own = places.filter((place) => languageOf(this.#answers[place].question) === language);
    for (const among of [own, places]) {
      for (const part of ['question', 'answer'] as const) {
        const found = among.find((place) => topics.some((topic) => this.#topics[place][part].has(topic)));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

/** A short word with another letter is another word: a ship is no shop. */
const isSameWord = (word: string, term: string): boolean =>
  word.length >= LEAST_MISTYPED || word === term || stemOf(word) === stemOf(term);

/** The words of a question without those that every question has. */
function askedWords(asked: string): string {
  return asked
    .replace(ASKING_ZH, ' ')
    .split(/[\s?!.,;:？！。，；：]+/u)
    .filter((word) => !ASKING.has(word.toLowerCase()))
    .join(' ');
}
