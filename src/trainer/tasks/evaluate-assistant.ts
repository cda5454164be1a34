import type { Answer } from '../../assistant/answer.ts';
import { createAssistant } from '../../assistant/create-assistant.ts';
import { mentions } from '../../assistant/record-texts.ts';
import type { ShopAnswer } from '../../assistant/shop-answers.ts';
import type { Conversation } from '../../assistant/state/conversation.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { createEngine } from '../../engine/engine.ts';
import { placementsPart } from '../../engine/placements/placements-part.ts';
import { openSearch } from '../../engine/search/product-search.ts';
import { parseJson } from '../../reading/exact-json.ts';

const text = plain.text(10_000);
const places = plain.list(plain.whole(1, 100), 1, 10);
const Turn = plain.exactly({
  say: text,
  /** Kinds of an answer of which one is right. */
  kind: (value: unknown, at: string): string[] =>
    Array.isArray(value) ? plain.list(plain.anyText, 1)(value, at) : [plain.anyText(value, at)],
  /** Holds of every product. */
  every: plain.optional(
    plain.exactly({
      category: plain.optional(text),
      brand: plain.optional(text),
      tag: plain.optional(text),
      least: plain.optional(plain.finite),
      most: plain.optional(plain.finite),
    }),
  ),
  /** A word that no product's record holds. */
  none: plain.optional(text),
  /** Every product is cheaper, or dearer, than the middle of the products shown before. */
  price: plain.optional(plain.oneOf(['lower', 'higher'] as const)),
  order: plain.optional(plain.oneOf(['rising', 'falling'] as const)),
  /** No product of the last answer that had some is among them. */
  fresh: plain.optional(plain.flag),
  /** The products of that turn, from 1, in their order. */
  as: plain.optional(plain.whole(1, 100)),
  /** The product at this place, from 1, of the last list. */
  nth: plain.optional(plain.whole(1, 100)),
  nths: plain.optional(places),
  /** No product has the tag that the product spoken of has at this place, from 0. */
  otherTag: plain.optional(plain.whole(0, 100)),
  options: plain.optional(plain.flag),
  /** Of the shop's answer. */
  source: plain.optional(text),
  holds: plain.optional(text),
  /** Is told as not understood. */
  strange: plain.optional(text),
});
const Dialogues = plain.list(plain.exactly({ name: text, turns: plain.list(Turn, 1, 100) }), 1, 10_000);
type LabelledTurn = plain.Read<typeof Turn>;

export interface AssistantInput {
  products: readonly Product[];
  /** Labelled dialogues, as JSON. */
  dialogues: string;
  /** The shop's own answers, as JSON. Default none. */
  answers?: string | undefined;
}

interface Tally {
  turns: number;
  right: number;
}

export interface AssistantReport {
  task: 'assistant';
  protocol: string;
  dialogues: number;
  /** Dialogues of which every turn is right. */
  whole: number;
  /** By the language that was spoken, and by the kind of answer that was wanted. */
  groups: Record<string, Tally>;
  /** Products that were shown, and those of them that are not in the feed, or came without a reason. */
  shown: { products: number; invented: number; unexplained: number };
  wrong: { dialogue: string; turn: number; say: string; because: readonly string[] }[];
}

/**
 * Holds labelled dialogues with the page's own assistant, over the page's own engine and search.
 * @throws VitrineError `bad-options`
 */
export async function evaluateAssistant({ products, dialogues, answers }: AssistantInput): Promise<AssistantReport> {
  const labelled = plain.read(Dialogues, json('dialogues', dialogues), refused, 'dialogues');
  const shopAnswers = answers === undefined ? [] : (json('answers', answers) as ShopAnswer[]);
  const engine = createEngine({ placements: placementsPart, search: openSearch });
  try {
    await engine.open({ database: `dialogues-${crypto.randomUUID()}` });
    await engine.stageProducts(products);
    await engine.commitProducts();
    const assistant = createAssistant(
      { search: (query) => engine.search(query), recommend: (query) => engine.recommend(query) },
      { answers: shopAnswers },
    );
    const known = new Set(products.map(({ id }) => id));
    const report: AssistantReport = {
      task: 'assistant',
      protocol:
        'labelled dialogues, each from its beginning, a stranger’s; a turn is right where all that is labelled of it holds',
      dialogues: labelled.length,
      whole: 0,
      groups: {},
      shown: { products: 0, invented: 0, unexplained: 0 },
      wrong: [],
    };
    for (const { name, turns } of labelled) {
      let conversation: Conversation | undefined;
      const given: Answer[] = [];
      const language = /\p{Script=Han}/u.test(turns.map(({ say }) => say).join()) ? 'Chinese' : 'English';
      let all = true;
      for (const turn of turns) {
        const answer = await assistant.ask(turn.say, { conversation });
        const because = faults(turn, answer, given);
        conversation = answer.conversation;
        given.push(answer);
        for (const group of [language, `wanted: ${turn.kind.join(' or ')}`]) {
          report.groups[group] ??= { turns: 0, right: 0 };
          report.groups[group].turns++;
          if (because.length === 0) report.groups[group].right++;
        }
        report.shown.products += answer.products.length;
        report.shown.invented += answer.products.filter(({ id }) => !known.has(id)).length;
        // Of one product, and of two that are compared, the facts are told.
        if (answer.kind !== 'product' && answer.kind !== 'comparison') {
          report.shown.unexplained += answer.products.filter(
            ({ why, reasons }) => why.length === 0 && reasons.length === 0,
          ).length;
        }
        if (because.length === 0) continue;
        all = false;
        report.wrong.push({ dialogue: name, turn: given.length, say: turn.say, because });
      }
      if (all) report.whole++;
    }
    return report;
  } finally {
    await engine.close();
  }
}

/** What of a turn's label does not hold. @param before the answers so far */
function faults(turn: LabelledTurn, answer: Answer, before: readonly Answer[]): string[] {
  const found: string[] = [];
  const check = (holds: boolean, fault: string): void => {
    if (!holds) found.push(fault);
  };
  const { products, kind } = answer;
  const ids = products.map(({ id }) => id);
  const lists = before.filter(
    ({ kind, products }) => products.length > 0 && kind !== 'comparison' && kind !== 'product',
  );
  const last = lists.at(-1)?.products ?? [];
  check(turn.kind.includes(kind), `it is ${kind}`);
  if (kind === 'products') check(products.length > 0, 'no products');
  for (const { id, product } of products) {
    const { category, brand, tag, least = 0, most = Number.POSITIVE_INFINITY } = turn.every ?? {};
    const { categories = [], tags = [], price = Number.NaN } = product;
    check(category === undefined || categories.includes(category), `${id} is not of ${category}`);
    check(brand === undefined || product.brand === brand, `${id} is not of ${brand}`);
    check(tag === undefined || tags.includes(tag), `${id} is not ${tag}`);
    check(turn.every === undefined || (price >= least && price <= most), `${id} costs ${price}`);
    check(turn.none === undefined || !mentions(product, turn.none), `${id} is of ${turn.none}`);
  }
  const prices = products.map(({ product }) => product.price ?? Number.NaN);
  if (turn.price !== undefined) {
    const middle = median(last.flatMap(({ product }) => product.price ?? []));
    const fits = (price: number) => (turn.price === 'lower' ? price < middle : price > middle);
    check(prices.every(fits), `not all are ${turn.price} than ${middle}: ${prices.join(', ')}`);
  }
  if (turn.order !== undefined) {
    const sign = turn.order === 'rising' ? 1 : -1;
    check(
      prices.every((price, i) => i === 0 || sign * (price - prices[i - 1]) >= 0),
      `not in order: ${prices.join(', ')}`,
    );
  }
  if (turn.fresh) check(!last.some(({ id }) => ids.includes(id)), 'some were shown before');
  if (turn.as !== undefined) {
    check(
      ids.join() === before[turn.as - 1]?.products.map(({ id }) => id).join(),
      `not the products of turn ${turn.as}`,
    );
  }
  if (turn.nth !== undefined) check(ids.join() === last[turn.nth - 1]?.id, 'another product');
  if (turn.nths !== undefined) {
    const wanted = turn.nths.map((place) => last[place - 1]?.id);
    check(answer.comparison?.products.join() === wanted.join(), `compared: ${answer.comparison?.products.join()}`);
  }
  if (turn.otherTag !== undefined) {
    const tag = before.at(-1)?.products[0]?.product.tags?.[turn.otherTag];
    check(!products.some(({ product }) => tag !== undefined && product.tags?.includes(tag)), `some are ${tag}`);
  }
  if (turn.options) check(answer.options.length >= 2, 'no options');
  check(turn.source === undefined || answer.source?.source === turn.source, `its source is ${answer.source?.source}`);
  check(turn.holds === undefined || answer.text.includes(turn.holds), `it says: ${answer.text}`);
  check(
    turn.strange === undefined || answer.notUnderstood.includes(turn.strange),
    `not understood: ${answer.notUnderstood.join(', ') || 'nothing'}`,
  );
  return found;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

function json(name: string, whole: string): unknown {
  try {
    return parseJson(whole);
  } catch (cause) {
    throw new VitrineError('bad-options', `The ${name} are no JSON.`, { remedy: 'Give a list.', cause });
  }
}

const refused = (misfit: string): VitrineError =>
  new VitrineError('bad-options', 'The dialogues cannot be used.', { remedy: `${misfit}.` });
