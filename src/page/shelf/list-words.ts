import type { InteractionName } from '../../contract/interaction.ts';
import type { Reason, RecommendationList, RecommendedProduct } from '../../contract/recommendation.ts';
import { fill, type Messages } from '../wording/messages.ts';

type Explained = Pick<RecommendedProduct, 'reasons' | 'rule'>;

/** What a list says of itself, in words. */
export interface ListWords {
  heading: string;
  /** For each product all of its reasons; at least one. */
  reasons: readonly (readonly string[])[];
  /** For each product the reason for its card. Empty where the heading or an earlier card has said the same. */
  shown: readonly string[];
}

const DONE: Partial<Record<InteractionName, keyof Messages & ('inCart' | 'saved' | 'bought')>> = {
  add_to_cart: 'inCart',
  add_to_wishlist: 'saved',
  purchase: 'bought',
};

/**
 * Heading and reasons, each true for what the list is, and each said once.
 * @param like seeds of the query
 * @param headed whether the page has a heading of its own
 */
export function wordList(
  list: Pick<RecommendationList, 'items' | 'fallback' | 'model'>,
  like: readonly string[],
  messages: Messages,
  headed = false,
): ListWords {
  const heading = headingOf(list, like, messages);
  const reasons = list.items.map((item) => tellReasons(item, messages));
  return { heading, reasons, shown: sayOnce(reasons, headed ? [] : saidBy(heading, messages)) };
}

function headingOf(
  { items, fallback, model }: Pick<RecommendationList, 'items' | 'fallback' | 'model'>,
  like: readonly string[],
  messages: Messages,
): string {
  const about = items.flatMap(({ reasons: [reason] }) =>
    reason && 'product' in reason && like.includes(reason.product) ? [reason] : [],
  );
  if (about.length * 2 > items.length) {
    const title = new Set(like).size === 1 && about[0].title;
    const alike = about.every(({ kind }) => kind === 'similar');
    return title ? fill(alike ? messages.similar : messages.goesWith, { title }) : messages.goesTogether;
  }
  if (!fallback) return messages.forYou;
  const spread = items.some(({ reasons }) => reasons.some(({ kind }) => kind === 'spread'));
  return model === 'popular' && !spread ? messages.popular : messages.selection;
}

/** The reasons that a heading makes needless. */
const saidBy = (heading: string, { popular, manyChose }: Messages): string[] =>
  heading === popular ? [heading, manyChose] : [heading];

/** All reasons of a product in words. One about a product without a title is passed over. */
export function tellReasons({ reasons, rule }: Explained, messages: Messages): string[] {
  const told = reasons.map((reason) => tell(reason, messages)).filter((words) => words !== '');
  if (told.length === 0 && rule !== undefined) return [messages.byShop];
  return told.length > 0 ? [...new Set(told)] : [messages.selection];
}

function tell(reason: Reason, messages: Messages): string {
  if (reason.kind === 'popular') return messages.manyChose;
  if (reason.kind === 'spread') return messages.selection;
  if (!('product' in reason) || !reason.title) return '';
  const { title } = reason;
  if (reason.kind === 'seed') return fill(messages.goesWith, { title });
  if (reason.kind === 'similar') return fill(messages.similar, { title });
  return fill(messages[DONE[reason.interaction] ?? 'viewed'], { title });
}

/** The first reason of each product that was not said before. */
export function sayOnce(reasons: readonly (readonly string[])[], said: readonly string[] = []): string[] {
  const before = new Set(said);
  return reasons.map(([first = '']) => {
    if (before.has(first)) return '';
    before.add(first);
    return first;
  });
}
