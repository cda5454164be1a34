import { VitrineError } from '../../contract/errors.ts';
import type { LedgerEntry } from '../../contract/federated.ts';
import { INTERACTION_NAMES, type StoredInteraction } from '../../contract/interaction.ts';
import type { ProductId } from '../../contract/product.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import type { BrowseEvent, Consent, VisitorEvent } from '../../contract/visitor-event.ts';

/** What a profile calls itself. */
const PROFILE = 'vitrine-profile';
const VERSION = 1;
/** UTF-16 units of a text, as events may have them. */
const LONGEST = 512;
const MOST_PRODUCTS = 200;
/** Interactions and browsing that are taken from one profile, newest. */
export const MOST_EVENTS = 100_000;

/** What each field means, for whoever opens the file. */
const MEANING = {
  consent:
    'What you allow: "granted" stores your history in this browser, "pending" waits for your answer, "denied" keeps nothing.',
  learned:
    'Whether a model was adapted to your history in this browser. Its numbers are not in this file: they can be made again from the history.',
  updates:
    'What was told of you to learn together with other shoppers: how many updates, each hidden among those of others and by noise (noiseMultiplier; more hides more). Not the updates themselves: nobody has them. null where this browser does not let it be read.',
  interactions:
    'What you did with products, oldest first: what you looked at (view_item), chose from a list (select_item), put into the cart (add_to_cart) or took out (remove_from_cart), wished for (add_to_wishlist), bought (purchase), gave back (refund) did not want to see (dismiss), or wanted to see again after all (undo_dismiss).',
  browsing:
    'What you did that is about no single product, oldest first: searches with your words (search), lists that were shown to you (view_item_list), categories (view_category) and pages (page_view) that you opened, and categories and brands that you said you want more or less of (declare_interest).',
  time: 'When it was, in universal time (UTC).',
  product: 'The number of the product in the shop.',
  title: 'The name of the product, where the shop has it in stock today.',
  quantity: 'How many; 1 where it is not said.',
  list: 'The list of recommendations that it came from.',
  placement: 'What a list that was shown to you is for.',
  experiment: 'What the shop tried out with a list.',
  variant: 'Which way of several the shop tried out on you.',
  rules: 'By product, the rule of the shop that moved it in a list.',
  teams: 'By product, which of two orders that the shop compared put it into a list.',
  products: 'The products of a list that were shown to you.',
  price: 'What one of them cost when you bought it.',
  currency: 'What the price is in.',
  transaction: 'The number of the order in the shop.',
  session: 'Visits, counted from the first: a pause of more than 30 minutes begins a new one.',
  id: 'A name of this entry alone, so that it is stored once however often it is imported. It says nothing about you.',
};

export interface ProfileParts {
  consent: Consent;
  fineTuned: boolean;
  /** Updates of federated learning; `null` where they are not known. */
  updates: readonly LedgerEntry[] | null;
  /** Newest first. */
  interactions: readonly StoredInteraction[];
  /** Newest first. */
  browsing: readonly BrowseEvent[];
  titles: ReadonlyMap<ProductId, string>;
}

/** All that is stored about a visitor as a text that a person can read. @param now milliseconds since 1970 */
export function writeProfile(
  { consent, fineTuned, updates, interactions, browsing, titles }: ProfileParts,
  now: number,
): string {
  const written = {
    format: PROFILE,
    version: VERSION,
    exported: timeOf(now),
    meaning: MEANING,
    consent,
    learned: fineTuned,
    updates,
    interactions: [...interactions].reverse().map(({ at, name, product, seq: _, ...rest }) => ({
      time: timeOf(at),
      name,
      product,
      title: titles.get(product),
      ...rest,
    })),
    browsing: [...browsing].reverse().map((event) => {
      const { at, name, id: _, ...about } = event;
      return { time: timeOf(at), name, ...about, id: nameOf(event) };
    }),
  };
  return `${JSON.stringify(written, null, 1)}\n`;
}

const timeOf = (at: number): string => new Date(Math.min(at, 8.64e15)).toISOString();

const time = plain.check(plain.text(40), (value) => Date.parse(value) >= 0, 'a time since 1970');
const text = plain.optional(plain.text(LONGEST));
const id = text;
/** By product. */
const texts = plain.optional(plain.record(plain.text(LONGEST)));
const name = plain.check(plain.text(LONGEST), (value) => value !== '', 'not empty');
const browse = {
  search: plain.fields({ words: name }),
  view_item_list: plain.fields({
    products: plain.list(name, 1, MOST_PRODUCTS),
    list: text,
    placement: text,
    experiment: text,
    variant: text,
    rules: texts,
    teams: texts,
  }),
  view_category: plain.fields({ category: name }),
  page_view: plain.fields({ page: name }),
  declare_interest: plain.fields({
    of: plain.oneOf(['category', 'brand']),
    interest: name,
    wish: plain.oneOf(['more', 'less', 'as-before']),
  }),
};
const kindOfBrowsing = plain.fields({
  time,
  name: plain.oneOf(Object.keys(browse) as (keyof typeof browse)[]),
  id,
});
const profile = plain.fields({
  interactions: plain.list(
    plain.fields({
      time,
      name: plain.oneOf(INTERACTION_NAMES),
      product: name,
      quantity: plain.optional(plain.positive(Number.MAX_SAFE_INTEGER)),
      list: text,
      price: plain.optional(plain.notNegative),
      transaction: text,
      currency: text,
      id,
    }),
  ),
  browsing: plain.list((value, at) => {
    const kind = kindOfBrowsing(value, at);
    return { ...kind, ...browse[kind.name](value, at) };
  }),
});

export interface ReadProfile {
  /** Oldest first; a time in the future is `now`. */
  events: VisitorEvent[];
  /** Events beyond the bound: the oldest. */
  leftOut: number;
}

/**
 * The events of a profile of which nothing is known.
 * @param now milliseconds since 1970
 * @throws VitrineError `profile-unreadable`, `profile-version`
 */
export function readProfile(value: object, now: number): ReadProfile {
  const { format, version } = value as { format?: unknown; version?: unknown };
  if (format !== PROFILE) throw unreadable('It does not call itself a profile');
  if (version !== VERSION) {
    throw new VitrineError('profile-version', `The profile is not of version ${VERSION}.`, {
      remedy: 'Update the shop, or export again from a shop of this version.',
    });
  }
  const { interactions, browsing } = plain.read(profile, value, unreadable);
  const events = [...interactions, ...browsing].map(({ time, ...event }) => ({
    ...event,
    at: Math.min(Date.parse(time), now),
  })) as VisitorEvent[];
  events.sort((a, b) => a.at - b.at);
  return { events: events.slice(-MOST_EVENTS), leftOut: Math.max(0, events.length - MOST_EVENTS) };
}

/** Its own name. Browsing that came without one is numbered by the store: a number is no name on another device. */
const nameOf = ({ id }: VisitorEvent): string | undefined => (typeof id === 'string' ? id : undefined);

/** What makes two events the same: the id, and where there is none, what they say. */
export function identityOf(event: VisitorEvent): string {
  const own = nameOf(event);
  if (own !== undefined) return own;
  const { name, at, product, words, category, page, products } = event as Record<string, unknown>;
  return JSON.stringify([name, Math.trunc(at as number), product ?? words ?? category ?? page ?? products]);
}

export function unreadable(what: string): VitrineError {
  return new VitrineError('profile-unreadable', `The profile cannot be read. ${what}.`, {
    remedy: 'Give a file as it was exported.',
  });
}
