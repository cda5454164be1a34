import { INTERACTION_NAMES, type Interaction, type StoredInteraction } from '../../contract/interaction.ts';
import type { BrowseEvent, VisitorEvent } from '../../contract/visitor-event.ts';

/** UTF-16 units. */
const LONGEST = 512;
const MOST_PRODUCTS = 200;
/** What templates and exports write where there is nothing. */
const PLACEHOLDER = /^(\(not set\)|undefined|null|nan|\[object object\]|)$/i;

/** An id or a text as shops write them: numbers count as text; placeholders, empty and overlong ones are nothing. */
function textOf(value: unknown): string | undefined {
  const text = Number.isFinite(value) ? `${value}` : typeof value === 'string' ? value.trim() : '';
  return text.length > LONGEST || PLACEHOLDER.test(text) ? undefined : text;
}

export function isInteraction(event: VisitorEvent): event is Interaction {
  return 'product' in event;
}

/** The text that an event is about; a Map, since names are the page's. */
const ABOUT: ReadonlyMap<unknown, string> = new Map([
  ...INTERACTION_NAMES.map((name) => [name, 'product'] as const),
  ['search', 'words'],
  ['view_category', 'category'],
  ['page_view', 'page'],
  ['declare_interest', 'interest'],
]);

/** Of what an interest is that a visitor declares, and what is wished. */
const DECLARED = /^(category|brand) (more|less|as-before)$/;

export function isBrowsing(event: VisitorEvent): event is BrowseEvent {
  return !isInteraction(event);
}

/**
 * One event of which nothing is known, checked and made fit to store; a text says why it is not one. A time that is
 * missing or in the future becomes `now`.
 */
export function readEvent(value: unknown, now: number): VisitorEvent | string {
  if (typeof value !== 'object' || value === null) return 'It is no event.';
  const given = value as Record<string, unknown>;
  const { name, at } = given;
  const field = ABOUT.get(name) ?? (name === 'view_item_list' ? 'products' : undefined);
  if (field === undefined) return `There is no event named ${quote(name)}.`;
  const about = field === 'products' ? productsOf(given.products) : textOf(given[field]);
  if (about === undefined)
    return `\`${field}\` of ${name} cannot be ${quote(given[field])}: give 1 to ${LONGEST} characters.`;
  const { of, wish } = given;
  const declares = name === 'declare_interest';
  if (declares && !DECLARED.test(`${of} ${wish}`)) return 'It is of a category or brand: more, less or as-before.';
  const unfit = BESIDE.find((key) => BY_PRODUCT.test(key) && !isByProduct(given[key] ?? {}));
  if (unfit) return `\`${unfit}\` of ${name} cannot be ${quote(given[unfit])}: give texts by product.`;
  const known = Number.isFinite(at) && (at as number) >= 0;
  const id = textOf(given.id);
  const quantity = Number(textOf(given.quantity));
  const price = Number(textOf(given.price));
  return {
    ...(id && { id }),
    name,
    [field]: about,
    at: known ? Math.min(at as number, now) : now,
    ...(field === 'product' && quantity > 0 && { quantity }),
    ...(price >= 0 && { price }),
    ...Object.fromEntries(
      BESIDE.flatMap((key) => {
        const text = BY_PRODUCT.test(key) ? textsOf(given[key]) : textOf(given[key]);
        return text ? [[key, text]] : [];
      }),
    ),
    ...(declares && { of, wish }),
  } as VisitorEvent;
}

/** What an event may say beside what it is about. */
const BESIDE = ['list', 'placement', 'experiment', 'variant', 'rules', 'teams', 'transaction', 'currency'];
const BY_PRODUCT = /s$/;
const isByProduct = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);

function textsOf(value: unknown): Record<string, string> | undefined {
  const texts = Object.entries(Object(value))
    .slice(0, MOST_PRODUCTS)
    .flatMap(([product, given]) => {
      const text = textOf(given);
      return text ? [[product, text]] : [];
    });
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

function productsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const products = value.slice(0, MOST_PRODUCTS).flatMap((id) => textOf(id) ?? []);
  return products.length > 0 ? products : undefined;
}

const quote = (value: unknown): string => (typeof value === 'string' ? `\`${value.slice(0, 60)}\`` : typeof value);

/** An interaction as it lies in the store; `undefined` where it is damaged. */
export function readStored(value: unknown): StoredInteraction | undefined {
  const event = readEvent(value, Number.POSITIVE_INFINITY);
  if (typeof event === 'string' || !isInteraction(event)) return undefined;
  const { seq, session } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(session)) return undefined;
  return { ...event, seq: seq as number, session: session as number };
}
