/** A query, and the products that answer it. */
export interface JudgedQuery {
  text: string;
  /** By place in the catalogue. */
  relevant: ReadonlySet<number>;
  /** Queries of one kind are reported together. */
  group: string;
}

export interface TitledProduct {
  title: string;
  description?: string;
}

/** A whole number from 0 to below the bound. */
export type DrawBelow = (bound: number) => number;

const SPACED_WORD = /[\p{Script=Latin}\p{Nd}]+/gu;
const HAN = /^\p{Script=Han}{2,4}$/u;
const HAS_HAN = /\p{Script=Han}{2}/u;
const SHORTEST_MISTYPED = 4;
/** Draws without a query after which there are held to be no more. */
const MOST_FAILURES = 1_000;

/**
 * Queries as shoppers who half remember a product would type them: two or three words of a title, drawn at random, in every
 * second query one of them with a typing error; of titles in Chinese two to four characters that follow each other.
 * Relevant are all products of the same title; of Chinese ones, those whose title or description holds the characters.
 * @param count of each group
 */
export function queriesFromTitles(products: readonly TitledProduct[], count: number, draw: DrawBelow): JudgedQuery[] {
  const copies = new Map<string, Set<number>>();
  products.forEach(({ title }, place) => {
    const known = copies.get(title);
    if (known) known.add(place);
    else copies.set(title, new Set([place]));
  });
  const queries: JudgedQuery[] = [];
  for (const words of [2, 3]) {
    for (const mistyped of [false, true]) {
      const group = `${words} words${mistyped ? ', one mistyped' : ''}`;
      collect(queries, count, () => {
        const { title } = products[draw(products.length)];
        const text = wordsOfTitle(title, words, mistyped, draw);
        return text === undefined ? undefined : { text, relevant: copies.get(title)!, group };
      });
    }
  }

  const texts = products.map(({ title, description = '' }) => `${title}\n${description}`);
  if (!texts.some((text) => HAS_HAN.test(text))) return queries;
  collect(queries, count, () => {
    const text = charactersOf(texts[draw(texts.length)], draw);
    if (text === undefined) return undefined;
    const relevant = new Set(texts.flatMap((one, place) => (one.includes(text) ? [place] : [])));
    return { text, relevant, group: '2 to 4 characters' };
  });
  return queries;
}

function collect(queries: JudgedQuery[], count: number, make: () => JudgedQuery | undefined): void {
  for (let made = 0, failures = 0; made < count && failures < MOST_FAILURES; ) {
    const query = make();
    if (query === undefined) failures++;
    else {
      queries.push(query);
      made++;
      failures = 0;
    }
  }
}

export function wordsOfTitle(title: string, count: number, mistyped: boolean, draw: DrawBelow): string | undefined {
  const left = [...new Set(title.toLowerCase().match(SPACED_WORD) ?? [])];
  if (left.length < count) return undefined;
  const words = Array.from({ length: count }, () => left.splice(draw(left.length), 1)[0]);
  if (mistyped) {
    const long = words.flatMap((word, i) => (word.length >= SHORTEST_MISTYPED ? [i] : []));
    if (long.length === 0) return undefined;
    const at = long[draw(long.length)];
    words[at] = mistype(words[at], draw);
  }
  return words.join(' ');
}

/** Two neighbours exchanged, a letter left out, put in or changed (Damerau 1964). */
function mistype(word: string, draw: DrawBelow): string {
  const at = draw(word.length - 1);
  const letter = String.fromCharCode(97 + draw(26));
  const [before, after] = [word.slice(0, at), word.slice(at + 1)];
  return [
    before + word[at + 1] + word[at] + word.slice(at + 2),
    before + after,
    before + letter + word.slice(at),
    before + letter + after,
  ][draw(4)];
}

function charactersOf(text: string, draw: DrawBelow): string | undefined {
  const length = 2 + draw(3);
  const at = draw(Math.max(1, text.length - length + 1));
  const characters = text.slice(at, at + length);
  return HAN.test(characters) ? characters : undefined;
}
