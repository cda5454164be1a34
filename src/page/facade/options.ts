import type { EngineOptions } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { NeuralOptions } from '../../contract/neural.ts';
import type { Product } from '../../contract/product.ts';
import type { ScriptPart } from '../../contract/script-parts.ts';
import type { Consent } from '../../contract/visitor-event.ts';
import type { EventAdapter } from '../events/event-adapter.ts';
import type { NeuralStart, PrivacySignal, ProductSource, RecommenderOptions } from './recommender.ts';

const DEFAULT_DEADLINE_MS = 5000;

/** Reading products, packs and starting a backend may take this many times the deadline of other calls. */
const SLOW = 12;

/** Privacy signals that a browser sends for its visitor. */
interface BrowserSignals {
  globalPrivacyControl?: boolean;
  doNotTrack?: string | null;
}

/** How this build of the package starts its workers, and finds what they bring in later. */
export interface Setup {
  engine: () => Worker;
  neural: () => Worker;
  parts: Record<ScriptPart, () => string | URL>;
  wasm: () => NeuralOptions['wasmPath'];
}

/** The shop's options, checked, with their defaults filled in. */
export interface Settings {
  products?: ProductSource;
  /** Absolute address, or bytes. */
  pack?: string | ArrayBuffer;
  engine: EngineOptions;
  /** The shop's own, tried first. */
  adapters: readonly EventAdapter[];
  neural: NeuralOptions;
  /** Started before it is needed. */
  neuralWhenIdle: boolean;
  /** Milliseconds. */
  deadline: number;
  slowDeadline: number;
  workers: { engine: () => Worker; neural: () => Worker };
  /** Whether problems are written to the console. */
  warnings: boolean;
  /** Absolute address, or bytes. */
  generators: Record<'pictures' | 'describer' | 'encoder', string | ArrayBuffer | undefined> & { builtIn: boolean };
}

/** Every option's name; of an option that is an object, the names that it has. */
const KNOWN: Record<keyof Required<RecommenderOptions>, readonly string[]> = {
  products: [],
  pack: [],
  database: [],
  weights: [],
  deadline: [],
  neural: ['start', 'backends', 'wasmPath'] satisfies (keyof NeuralStart)[],
  consent: [],
  signals: [],
  retention: [],
  adapters: [],
  generators: ['pictures', 'describer', 'encoder', 'builtIn'],
  workers: ['engine', 'neural'],
  warnings: [],
  synonyms: [],
  remote: [],
};

function checkNames(given: object, names: Readonly<Record<string, readonly string[]>>, under: string): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(names, name)) {
      throw new VitrineError('bad-options', `The option \`${under}${name}\` is not known.`, {
        remedy: `Known are ${Object.keys(names).map((key) => `\`${under}${key}\``)}.`,
      });
    }
    const inner = names[name]!;
    if (inner[0] && value) checkNames(value, Object.fromEntries(inner.map((key) => [key, []])), `${name}.`);
  }
}

/** A bundle without `import.meta.url` cannot give some addresses: the rest works without them. */
function known<TAddress>(address: () => TAddress): TAddress | undefined {
  try {
    return address();
  } catch {
    return undefined;
  }
}

/** @throws VitrineError `bad-options`, naming the option */
export function readSettings<TProduct extends Product>(options: RecommenderOptions<TProduct>, setup: Setup): Settings {
  if (typeof options !== 'object' || options === null) throw badOption('options', 'an object');
  checkNames(options, KNOWN, '');
  const {
    products,
    pack,
    database = 'vitrine',
    weights,
    synonyms,
    remote,
    deadline = DEFAULT_DEADLINE_MS,
    neural: { start = 'needed', ...neural } = {},
    workers,
    generators = {},
    adapters = [],
    signals = ['gpc'],
    consent = initialConsent(signals),
    warnings = true,
    retention,
  } = options;
  if (typeof database !== 'string' || database === '') throw badOption('database', 'a name');
  if (!(Number.isFinite(deadline) && deadline > 0)) throw badOption('deadline', 'a number of milliseconds above 0');
  if (start !== 'needed' && start !== 'idle') throw badOption('neural.start', '`needed` or `idle`');
  const generatorOf = (name: 'pictures' | 'describer' | 'encoder'): string | ArrayBuffer | undefined =>
    generators[name] && addressOrBytes(`generators.${name}`, generators[name]);
  const encoder = generatorOf('encoder');
  return {
    ...(products === undefined ? {} : { products: readSource(products) }),
    ...(pack === undefined ? {} : { pack: addressOrBytes('pack', pack) }),
    generators: {
      pictures: generatorOf('pictures'),
      describer: generatorOf('describer'),
      encoder,
      builtIn: generators.builtIn === true,
    },
    adapters,
    warnings,
    engine: {
      database,
      parts: Object.fromEntries(
        Object.entries(setup.parts).map(([name, address]) => [name, known(() => String(address()))]),
      ),
      consent: readConsent(consent),
      synonyms,
      encoder,
      retention,
      remote: remote && { ...remote, url: address('remote.url', remote.url) },
      weights: weights && { ...weights },
    },
    neural: { wasmPath: known(setup.wasm), ...neural },
    neuralWhenIdle: start === 'idle',
    deadline,
    slowDeadline: deadline * SLOW,
    workers: { engine: workers?.engine ?? setup.engine, neural: workers?.neural ?? setup.neural },
  };
}

/**
 * Consent where the shop gives none: what the browser's privacy signals say.
 * @throws VitrineError `bad-options`
 */
function initialConsent(signals: unknown): Consent {
  const { globalPrivacyControl, doNotTrack } = (globalThis.navigator ?? {}) as BrowserSignals;
  const refusals: Record<PrivacySignal, unknown> = { gpc: globalPrivacyControl, dnt: doNotTrack === '1' };
  if (!Array.isArray(signals) || signals.some((signal) => !Object.hasOwn(refusals, signal))) {
    throw badOption('signals', 'a list of `gpc` and `dnt`');
  }
  return (signals as PrivacySignal[]).some((signal) => refusals[signal]) ? 'denied' : 'granted';
}

/** @throws VitrineError `bad-options` */
export function readConsent(consent: unknown): Consent {
  if (consent === 'pending' || consent === 'granted' || consent === 'denied') return consent;
  throw badOption('consent', '`pending`, `granted` or `denied`');
}

/** As it was read: an address is an absolute text. */
export type ReadSource<TProduct extends Product = Product> = Exclude<ProductSource<TProduct>, URL>;

/** @throws VitrineError `bad-options` */
export function readSource<TProduct extends Product>(products: ProductSource<TProduct>): ReadSource<TProduct> {
  if (typeof products === 'string' || products instanceof URL) return address('products', products);
  if (Array.isArray(products) || (products as AsyncIterable<TProduct> | null)?.[Symbol.asyncIterator]) return products;
  throw badOption('products', 'an array or async iterable of products, or an address');
}

const addressOrBytes = (option: string, value: string | URL | ArrayBuffer): string | ArrayBuffer =>
  value instanceof ArrayBuffer ? value : address(option, value);

/** Absolute, as a worker needs it: its own address is not the page's. On a server, which has no page, nobody asks for it. */
function address(option: string, value: unknown): string {
  try {
    return new URL(String(value), globalThis.document?.baseURI ?? 'a:/').href;
  } catch {
    throw badOption(option, 'an address');
  }
}

export function badOption(option: string, wanted: string): VitrineError {
  return new VitrineError('bad-options', `The option \`${option}\` is not ${wanted}.`, {
    remedy: `Give ${wanted}, or leave it out.`,
  });
}
