import type { Product } from '../contract/product.ts';
import { analyse } from '../engine/search/analyse.ts';
import { stemOf } from '../engine/search/stem.ts';
import { FactWords } from '../learning/generators/describer/fact-words.ts';
import { contradictions, factsOf } from '../learning/generators/describer/product-facts.ts';
import { splitWords } from '../learning/generators/describer/words.ts';
import { askBuiltIn } from '../page/built-in-model.ts';
import { within } from '../page/workers/limits.ts';
import { ORDINARY, ORDINARY_ZH } from './ordinary-words.ts';
import { namingTexts } from './record-texts.ts';

/** What is to be said, in plain words, and the products that it is said of. */
export interface PlainAnswer {
  text: string;
  language: 'en' | 'zh';
  products: readonly Product[];
}

const TASK = {
  en: 'You are a shop assistant. Say the text of the given record again in one or two friendly sentences, in English, as plain text. Add nothing: no other product, brand, colour, material, size, number, price, quality or promise than the record has.',
  zh: '你是商店的导购。把给出的记录里的话用一两句亲切的中文重新说一遍，只用纯文本。不要增加任何内容：不提记录里没有的商品、品牌、颜色、材质、尺寸、数字、价格、品质或承诺。',
} as const;
/** Milliseconds that a visitor waits for a better wording. */
const PATIENCE = 4_000;
const MOST_PRODUCTS = 3;
const MARKUP = /[<>`]|&[#\w]+;|https?:|\*\*/;
const SENTENCE = /[^.!?。！？\n]+(?:[.!?](?=\d)[^.!?。！？\n]+)*[.!?。！？\n]*/gu;

/** The plain answer in the words of the browser's own language model; undefined where there is none, it is late, or it invents. */
export async function phrase(answer: PlainAnswer, signal: AbortSignal | undefined): Promise<string | undefined> {
  const ending = new AbortController();
  const { language, text } = answer;
  const products = answer.products.slice(0, MOST_PRODUCTS);
  const told = products.map((product) => {
    const { title, brand, price, currency, categories, tags } = product;
    return { title, brand, price, currency, categories, tags };
  });
  try {
    const record = JSON.stringify({ text, products: told });
    const said = await within({ what: 'ask()', deadline: PATIENCE, ...(signal && { signal }) }, () =>
      askBuiltIn(TASK[language], record, ending.signal),
    );
    return said !== undefined && isFaithful(said, { ...answer, products }) ? said : undefined;
  } catch (thrown) {
    // What is late is not waited for; what was aborted is not answered.
    if (signal?.aborted) throw thrown;
    return undefined;
  } finally {
    ending.abort();
  }
}

/**
 * Whether a text says nothing but what the plain answer says and the records hold. Two checks, both of which it has to pass:
 * the describer's, by which a sentence tells brands, colours, materials, sizes and numbers only of products that have them; and
 * one of words: those that are neither in the plain answer, nor in a record, nor ordinary say something new.
 */
export function isFaithful(said: string, { text, products }: PlainAnswer): boolean {
  if (MARKUP.test(said)) return false;
  const known = new FactWords({ brand: products.flatMap(({ brand }) => brand ?? []) }, []);
  const plain = { id: '', title: text } as Product;
  const plainFacts = factsOf(plain, known);
  for (const [sentence] of said.matchAll(SENTENCE)) {
    const named = products.filter(({ title }) => title && sentence.toLowerCase().includes(title.toLowerCase()));
    // What is said of no one product is said of all of them.
    const subjects = named.length > 0 ? named : products;
    const invented = (product: Product) =>
      contradictions(sentence, product, known).filter(
        ({ kind, value }) => !plainFacts[kind].some((fact) => fact.value === value) && !plainNames(text, value),
      );
    if (subjects.length === 0 ? invented(plain).length > 0 : subjects.some((one) => invented(one).length > 0))
      return false;
  }
  const allowed = [
    text,
    ...products.flatMap(namingTexts),
    ...products.flatMap(({ price }) => (price === undefined ? [] : String(price))),
  ];
  const terms = new Set(allowed.flatMap((one) => analyse(one).map(({ term }) => stemOf(term))));
  return analyse(said.replace(ORDINARY_ZH, ' ')).every(
    ({ term, kind }) =>
      (kind !== 'word' && kind !== 'pair' && kind !== 'tie') ||
      terms.has(stemOf(term)) ||
      ORDINARY.has(term) ||
      ORDINARY.has(stemOf(term)),
  );
}

const plainNames = (text: string, value: string): boolean =>
  ` ${splitWords(text.toLowerCase()).join(' ')} `.includes(` ${value} `);
