import type { Plural } from '../messages.ts';

/** What `<vitrine-privacy>` says, in one language. Words in braces are filled in. */
export interface PrivacyMessages {
  heading: string;
  intro: string;

  /** Name of what is remembered. */
  remembered: string;
  visits: Plural;
  products: Plural;
  searches: Plural;
  pages: Plural;
  /** All of these, `{things}`, since a `{date}`. */
  since: string;
  nothing: string;
  /** Name of what was learned beside it. */
  learned: string;
  fitted: string;
  notFitted: string;
  /** Name of how long it is kept. */
  kept: string;
  keptDays: Plural;
  keptOn: string;
  keptInPage: string;
  notKept: string;
  /** Name of what left the browser. */
  left: string;
  nothingLeft: string;
  /** To the shop's own endpoint. */
  recentLeft: string;
  vectorLeft: string;
  updatesLeft: Plural;
  unknownLeft: string;
  /** Between two of these. */
  between: string;

  /** Heading of the interests. */
  interests: string;
  noInterests: string;
  /** An interest that is `{share}` of what was done. */
  share: string;
  saidMore: string;
  saidLess: string;
  /** Most of it costs `{price}`, or little more or less. */
  price: string;
  /** Most of it costs from `{min}` to `{max}`. */
  prices: string;
  less: string;
  /** Name of that button: less of `{name}`. */
  lessOf: string;
  lessDone: string;
  asBefore: string;

  /** Name of the switch by which the visitor allows it. */
  allow: string;
  allowed: string;
  asked: string;
  refused: string;
  /** The question before it is withdrawn. */
  stopTitle: string;
  stopText: string;
  stop: string;
  stopped: string;
  begun: string;

  /** Heading of the buttons. */
  yours: string;
  download: string;
  downloaded: string;
  take: string;
  takeText: string;
  passphrase: string;
  /** The button that saves the file. */
  save: string;
  saved: string;
  bring: string;
  bringText: string;
  file: string;
  /** The passphrase of a file that may have none. */
  filePassphrase: string;
  read: string;
  brought: Plural;
  /** Events of the file that were there already. */
  known: Plural;
  /** Events of the file that cannot be used. */
  unusable: Plural;
  forget: string;
  forgetTitle: string;
  forgetText: string;
  forgotten: string;
  cancel: string;

  wrongPassphrase: string;
  unreadable: string;
  otherVersion: string;
  noEncryption: string;
  notAllowed: string;
  /** What is known cannot be read. */
  unavailable: string;
  failed: string;
}
