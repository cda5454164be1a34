import type { RemoteOptions } from '../../contract/remote.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import { coarsen, uniform } from './coarse-vector.ts';

/** Of the visitor's products so many, the latest, are named where the shop shares them. */
const RECENT = 10;

/** The visitor's vector by a model of the pack, and the section that has the model. */
export interface Taste {
  readonly section: string;
  readonly vector: Float32Array;
}

/** One request, and what it adds to the bare address. */
export interface RemoteRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly added: string;
}

/** Writes the requests: the only place that decides what leaves the page. */
export class RequestWriter {
  readonly #options: Required<RemoteOptions>;
  readonly #taste: (context: VisitorContext) => Taste | undefined;
  /** The vector of the latest history, with its noise: noise drawn anew for each request could be averaged away. */
  #told: { history: string; vector: { section: string; values: number[] } | undefined } | undefined;

  constructor(options: Required<RemoteOptions>, taste: (context: VisitorContext) => Taste | undefined) {
    this.#options = options;
    this.#taste = taste;
  }

  write(context: VisitorContext, limit: number): RemoteRequest {
    const { url, share } = this.#options;
    const plain: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer' };
    if (share === 'nothing') return { url, init: plain, added: '' };
    if (share === 'category') {
      const asked = new URL(url);
      for (const category of context.filter?.categories ?? []) asked.searchParams.append('category', category);
      return { url: asked.href, init: plain, added: asked.href.slice(url.length) };
    }
    const { categories, brands, price } = context.filter ?? {};
    const filter = { categories, brands, price };
    const body = JSON.stringify({
      version: 1,
      limit,
      ...(Object.values(filter).some((part) => part !== undefined) && { filter }),
      ...(share === 'recent' ? { recent: context.latest?.(RECENT) ?? [] } : { vector: this.#vectorOf(context) }),
    });
    const headers = { 'content-type': 'application/json' };
    return { url, init: { ...plain, method: 'POST', headers, body }, added: body };
  }

  #vectorOf(context: VisitorContext) {
    const history = context.items.join();
    if (this.#told?.history !== history) {
      const taste = this.#taste(context);
      const values = taste && coarsen(taste.vector, this.#options.noise, uniform);
      this.#told = { history, vector: values && { section: taste.section, values } };
    }
    return this.#told.vector;
  }
}
