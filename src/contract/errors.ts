/** Every error that Vitrine gives has one of these codes. */
const ERROR_CODES = [
  'aborted', // the caller's AbortSignal fired
  'bad-options', // an argument has the wrong form
  'closed', // the recommender was closed
  'deadline', // no answer in time; the worker is being restarted
  'worker-failed', // a worker died, or its script could not be loaded
  'worker-blocked', // the page's Content-Security-Policy does not allow the worker
  'feed-unreachable', // the product feed could not be fetched
  'feed-unreadable', // … was fetched but could not be parsed
  'feed-too-large', // … has more than a page holds; the message says what would fit
  'pack-unreachable',
  'pack-corrupt', // truncated, wrong shapes, non-finite numbers
  'pack-too-large', // … would take more memory than a page gives it
  'pack-version', // written in another version of the format
  'source-failed', // a candidate source was late, failed or gave an invalid answer; lists are made without it
  'storage', // IndexedDB failed; history goes on in memory
  'no-consent', // the visitor does not allow it
  'profile-unreadable', // the imported file is no profile, is damaged or too large
  'profile-version', // … or was written in another version of the format
  'wrong-passphrase', // … or is encrypted with another passphrase, or was changed since
  'no-encryption', // this page has no WebCrypto: it was not loaded over HTTPS
  'event-unreadable', // an event adapter threw, or no adapter reads a payload
  'unknown-products', // none of the products tracked last is in the catalogue
  'no-backend', // no tensor backend runs here
  'nothing-to-train', // no model, or too little history
  'no-generator', // the shop gave no file for the generator that the call needs
  'no-encoder', // … or for the picture encoder
  'picture-unreadable', // the picture does not decode, is an SVG file, or this page may not read it
  'picture-too-large', // … or has too many pixels or bytes
  'federated-refused', // a task or a message of federated learning does not fit into its round
  'privacy-budget', // the update would tell more than the visitor's budget of differential privacy allows
  'diverged', // training gave non-finite numbers; the last good weights are in use
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * The one error class. `message` says what happened, `remedy` what to do about it, `cause` holds the first error.
 * It keeps all of these between threads (see `toWire` and `fromWire`).
 */
export class VitrineError extends Error {
  override readonly name = 'VitrineError';
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? '';
  }

  /** `thrown` itself where it is one of ours, else wrapped under `code`. */
  static from(thrown: unknown, code: ErrorCode = 'internal'): VitrineError {
    // A script of its own, which a worker brings in, has a class of its own.
    if ((thrown as Error | null)?.name === 'VitrineError') return thrown as VitrineError;
    return new VitrineError(code, thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
}

/** A VitrineError as a cloneable record. */
export interface WireError {
  code: ErrorCode;
  message: string;
  remedy: string;
  cause?: string;
  stack?: string;
}

export function toWire(thrown: unknown): WireError {
  const error = VitrineError.from(thrown);
  return {
    code: error.code,
    message: error.message,
    remedy: error.remedy,
    ...(error.cause === undefined ? {} : { cause: String(error.cause) }),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

export function fromWire(wire: WireError): VitrineError {
  const error = new VitrineError(wire.code, wire.message, { remedy: wire.remedy, cause: wire.cause });
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
