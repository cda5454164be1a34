import type { Catalogue } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import type { RemoteOptions, RemoteStatus } from '../../contract/remote.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import type { Ranker } from '../ranking/ranker.ts';
import { type AwaitedSource, NO_CANDIDATES, type VisitorContext } from '../sources/candidate-source.ts';
import { createOutsideSource, type OutsideCandidate } from '../sources/outside-source.ts';
import { beside } from './beside.ts';
import { readAnswer } from './read-answer.ts';
import { RequestWriter, type Taste } from './remote-request.ts';

/** Name of the source, in lists and in problems. */
const REMOTE = 'remote';

/** What the engine gives to this part of it. */
export interface RemoteHost {
  /** Whether the visitor allows a request now. */
  mayAsk: () => boolean;
  /** The visitor's vector, where a model of the pack has one. */
  taste: (context: VisitorContext) => Taste | undefined;
  onProblem: (problem: VitrineError) => void;
}

/** Candidates from the shop's endpoint, for lists that are made of all products. */
export interface Remote {
  sourceOf(catalogue: Catalogue): AwaitedSource;
  /** Ranks what the endpoint found beside what `ranker` knows. */
  beside(ranker: Ranker): Ranker;
  readonly status: RemoteStatus;
}

const Options = plain.exactly({
  url: plain.anyText,
  share: plain.optional(plain.oneOf(['nothing', 'category', 'vector', 'recent'])),
  weight: plain.optional(plain.number(0, 1)),
  noise: plain.optional(plain.number(0, 1)),
});

/**
 * A part of the engine that few shops need: a script of its own (workers/remote-candidates.ts).
 * @returns in words what is wrong with the options, where something is
 */
export function createRemote(given: unknown, host: RemoteHost): Remote | string {
  try {
    const {
      url,
      share = 'nothing',
      weight = 0.1,
      noise = 0.05,
    } = plain.read(Options, given, (what) => new Error(what));
    return new Endpoint({ url, share, weight, noise }, host);
  } catch (misfit) {
    return (misfit as Error).message;
  }
}

class Endpoint implements Remote {
  readonly status: RemoteStatus;
  readonly #weight: number;
  readonly #host: RemoteHost;
  readonly #requests: RequestWriter;

  constructor(options: Required<RemoteOptions>, host: RemoteHost) {
    const { url, share, weight } = options;
    this.status = { url, share, requests: 0, answers: 0, bytesSent: 0, lastSent: '' };
    this.#weight = weight;
    this.#host = host;
    this.#requests = new RequestWriter(options, host.taste);
  }

  sourceOf(catalogue: Catalogue): AwaitedSource {
    const { onProblem, mayAsk } = this.#host;
    const ask = (context: VisitorContext, limit: number, signal: AbortSignal) =>
      this.#ask(catalogue, context, limit, signal);
    const source = createOutsideSource({ name: REMOTE, ask, catalogue, onProblem });
    return {
      ...source,
      // The page gave the products of some lists itself: there is nothing to find for these.
      retrieve: (context, limit, signal) =>
        mayAsk() && context.guests ? source.retrieve(context, limit, signal) : NO_CANDIDATES,
    };
  }

  beside(ranker: Ranker): Ranker {
    return beside(ranker, REMOTE, this.#weight);
  }

  async #ask(
    catalogue: Catalogue,
    context: VisitorContext,
    limit: number,
    signal: AbortSignal,
  ): Promise<OutsideCandidate[]> {
    const { url, init, added } = this.#requests.write(context, limit);
    this.status.requests++;
    this.status.bytesSent += new TextEncoder().encode(added).length;
    this.status.lastSent = added;
    const answer = await readAnswer(await fetch(url, { ...init, signal }));
    this.status.answers++;
    const shown: OutsideCandidate[] = [];
    let unknown = 0;
    answer.forEach((entry, place) => {
      const { id, product } = Object(entry) as { id?: unknown; product?: object };
      if (id !== undefined && !product && catalogue.itemOf(String(id)) === undefined) unknown++;
      // What is no product is refused by the source, and told.
      else shown.push({ product: { ...product, id } as Product, score: 1 / (place + 1) });
    });
    if (unknown > 0) {
      this.#host.onProblem(
        new VitrineError('source-failed', 'The endpoint of remote candidates gave ids that the catalogue lacks.', {
          remedy: 'Answer with the fields of such a product (`product`): without them it cannot be shown.',
        }),
      );
    }
    return shown;
  }
}
