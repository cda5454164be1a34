/**
 * The scripts of the engine's thread that few shops need: the engine brings one in when it is first asked for something that
 * needs it. Each is named as its file, which lies beside the package's other files and is built from the file of `workers/` with
 * that name.
 */
export const SCRIPT_PARTS = [
  /** Reads feeds of other forms than Vitrine's own. */
  'feed-forms',
  /** Trains on the visitor, with the neural worker, and takes up what was trained earlier. */
  'fine-tuning',
  /** Reads the sections of a pack that it has only where the shop asked for their models. */
  'further-sources',
  /** Scans a large catalogue on a GPU. */
  'gpu-scan',
  /** Tells what lists brought, and to which list an event is credited. */
  'list-report',
  /** Applies rules to a list. */
  'list-rules',
  /** Plans lists of placements other than `home`, and whole pages. */
  'placements',
  /** Says in words what is known about the visitor. */
  'profile',
  /** Asks the shop's endpoint for candidates. */
  'remote-candidates',
  /**
   * Ranks by what few packs have learned: gives click and purchase probabilities, orders lists by what they are worth to the shop,
   * and lets weights follow the visitor's clicks.
   */
  'responses',
  /** Searches. */
  'search',
  /** Reads a pack in shards. */
  'shards',
] as const;

export type ScriptPart = (typeof SCRIPT_PARTS)[number];

/** Absolute addresses; without one the engine does without that part, and says so where it is asked for. */
export type ScriptAddresses = Partial<Record<ScriptPart, string>>;
