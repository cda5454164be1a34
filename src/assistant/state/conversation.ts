import type { ProductId } from '../../contract/product.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { readOptions } from '../../contract/validation/read-options.ts';

/** A label of the shop's that the visitor named. */
export interface WishPart {
  /** As the search calls it: `category`, `brand`, `tag`, … */
  kind: string;
  /** As the shop writes it. */
  name: string;
  exclude: boolean;
  /** By which the search understands it again. */
  text: string;
}

/** What a visitor is looking for. */
export interface Wish {
  parts: readonly WishPart[];
  /** To be found as they are. */
  words: readonly string[];
  price?: { min?: number | undefined; max?: number | undefined } | undefined;
  /** By which the search understands it again: `cheapest`. */
  order?: string | undefined;
  /** Words that no product may hold. */
  without: readonly string[];
  /** Shown already: the wish is for others. */
  seen: readonly ProductId[];
  /** The wish is for products like this one. */
  like?: ProductId | undefined;
}

export interface Turn {
  /** What the visitor said. */
  said: string;
  /** What is looked for after it. */
  wish: Wish;
  /** Products that were shown last, in their order: what `the second one` speaks of. */
  shown: readonly ProductId[];
  /** The product that is spoken of. */
  focus?: ProductId | undefined;
  /** Texts of the options that were offered. */
  offered: readonly string[];
  language: 'en' | 'zh';
}

/** What was said so far: plain JSON, so that a page may keep it in its session. It names products by their ids alone. */
export interface Conversation {
  version: 1;
  /** Oldest first, at most 20. */
  turns: readonly Turn[];
}

export const NO_WISH: Wish = { parts: [], words: [], without: [], seen: [] };

const MOST_TURNS = 20;
/** Products that `seen` and `shown` name at most. */
const MOST_SEEN = 500;

const word = plain.text(600);
const ids = plain.list(plain.text(512), 0, MOST_SEEN);
const words = plain.list(word, 0, 64);
const WishForm = plain.fields({
  parts: plain.list(plain.fields({ kind: word, name: word, exclude: plain.flag, text: word }), 0, 64),
  words,
  price: plain.optional(plain.fields({ min: plain.optional(plain.finite), max: plain.optional(plain.finite) })),
  order: plain.optional(word),
  without: words,
  seen: ids,
  like: plain.optional(plain.text(512)),
});
const ConversationForm = plain.fields({
  version: plain.oneOf([1] as const),
  turns: plain.list(
    plain.fields({
      said: word,
      wish: WishForm,
      shown: ids,
      focus: plain.optional(plain.text(512)),
      offered: words,
      language: plain.oneOf(['en', 'zh'] as const),
    }),
    0,
    MOST_TURNS,
  ),
});

/** A conversation that a page kept, of which nothing is known. @throws VitrineError `bad-options` */
export function readConversation(conversation: unknown): Conversation {
  if (conversation === undefined) return { version: 1, turns: [] };
  return readOptions<Conversation>('conversation', ConversationForm, conversation);
}

export function withTurn({ turns }: Conversation, turn: Turn): Conversation {
  const seen = turn.wish.seen.slice(-MOST_SEEN);
  return { version: 1, turns: [...turns, { ...turn, wish: { ...turn.wish, seen } }].slice(-MOST_TURNS) };
}
