import type { EventStream } from '../events/connect.ts';

/** What one finding of a check is about. */
export type CheckSubject =
  | 'engine'
  | 'products'
  | 'events'
  | 'ids'
  | 'page'
  | 'list'
  | 'shelf'
  | 'pack'
  | 'history'
  | 'problem';

/** One thing that a check found. */
export interface CheckFinding {
  about: CheckSubject;
  /** `good`: as it should be. `note`: it works, and could be better. `wrong`: something does not work. */
  state: 'good' | 'note' | 'wrong';
  /** In the language that was asked for; what an error or the feed says stays as it is. */
  message: string;
  /** What to do about it. Empty where nothing needs to be done. */
  remedy: string;
}

/** What a check understood of the page. */
export interface CheckReport {
  /** Whether nothing is wrong. */
  ok: boolean;
  findings: readonly CheckFinding[];
  /** The findings as lines of text, for a console. */
  text: string;
}

/** What a check says, in one language: a message, or a message and its remedy. */
export interface CheckWords {
  heading: (wrong: number, notes: number) => string;
  engineReady: () => string;
  engineNot: (state: string) => readonly [string, string];
  products: (taken: number) => string;
  noProducts: () => readonly [string, string];
  refused: (count: number, row: number, message: string) => readonly [string, string];
  omitted: (count: number, row: number, field: string, message: string) => readonly [string, string];
  currencies: (codes: string) => readonly [string, string];
  noStream: () => readonly [string, string];
  stream: (name: string, entries: number | null, understood: string, passedOver: number) => string;
  nothingUnderstood: (name: string, entries: number) => readonly [string, string];
  notConnected: (stream: EventStream, tracked: number) => readonly [string, string];
  unread: (names: string) => readonly [string, string];
  idsKnown: (known: number, all: number) => string;
  idsSomeUnknown: (unknown: number, all: number, examples: string) => readonly [string, string];
  idsUnknown: (all: number, examples: string, own: string) => readonly [string, string];
  idsPart: (of: string, known: string) => string;
  pageProduct: (id: string) => string;
  pageProductUnknown: (ids: string, own: string) => readonly [string, string];
  noView: (id: string) => readonly [string, string];
  list: (count: number, personal: boolean, model: string) => string;
  emptyList: () => readonly [string, string];
  shelves: (count: number) => string;
  shelvesUndefined: (count: number) => readonly [string, string];
  noShelf: () => readonly [string, string];
  pack: (products: number, created: string, sections: string) => string;
  noPack: () => readonly [string, string];
  history: (interactions: number, sessions: number) => string;
  notDurable: () => readonly [string, string];
  consent: (state: 'pending' | 'denied') => readonly [string, string];
}
