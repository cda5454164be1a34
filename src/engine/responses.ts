import type { Catalogue } from '../catalogue/catalogue.ts';
import { toWire, type WireError } from '../contract/errors.ts';
import type { Objective, RecommendedProduct } from '../contract/recommendation.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { corruptPack } from '../pack/corrupt-pack.ts';
import type { PackSection } from '../pack/pack.ts';
import { OBJECTIVE } from '../pack/sections/response.ts';
import type { Followed } from './lists/visitor.ts';
import { followVisitor } from './ranking/adaptive-weights.ts';
import { byWorth } from './ranking/objective.ts';
import { actionOf, VisitorActivity } from './ranking/response/activity.ts';
import { createResponseModel, type ResponseModel } from './ranking/response/response-model.ts';
import type { VisitorContext } from './sources/candidate-source.ts';

/**
 * The click and purchase probabilities of a pack. The engine brings this in when a pack has learned them, as a script of its
 * own (workers/responses.ts); an error would not be recognised over there, so it comes as a record.
 * @param items rows of the pack
 * @returns what is wrong with the section, where it cannot be read
 */
function createResponses(section: PackSection, items: number): Responses | WireError {
  try {
    const objective = plain.read(OBJECTIVE, section.options.objective, corruptPack, 'response.objective');
    return new Responses(createResponseModel(section, items), objective);
  } catch (thrown) {
    return toWire(thrown);
  }
}

/** How lists of this objective are ordered. `undefined` where the pack knows too little for it. */
export function aimAt(
  objective: Objective | undefined,
  catalogue: Catalogue,
  responses: Pick<Responses, 'purchaseChances'> | undefined,
): VisitorContext['aim'] {
  const bySale = objective === 'value';
  if (!bySale && (objective !== 'purchase' || responses === undefined)) return undefined;
  const worthOf = (items: ArrayLike<number>): Float64Array => {
    const chances = responses?.purchaseChances(items, Date.now());
    return Float64Array.from(items, (item, i) => (chances?.[i] ?? 1) * (bySale ? saleOf(catalogue, item) : 1));
  };
  return (items, scores, limit) => byWorth(worthOf, items, scores, limit);
}

/** What one brings the shop; 0 where nobody knows. */
function saleOf(catalogue: Catalogue, item: number): number {
  const margin = catalogue.product(item)?.margin;
  const value = typeof margin === 'number' && margin >= 0 ? margin : catalogue.priceOf(item);
  return Number.isFinite(value) ? value : 0;
}

/** What the script `responses.js` is to the engine. */
export const responsesPart = { createResponses, aimAt, followVisitor };

/**
 * What this visitor did, as the response model reads it: every look, cart and purchase one by one. Products that the
 * catalogue does not know are passed over, and found when it does.
 */
export class Responses {
  readonly #model: ResponseModel;
  #activity = new VisitorActivity();
  #catalogue: Catalogue | undefined;
  #generation = -1;
  #read = 0;

  /** @param objective of a visitor's lists for which a query names none. Default: `click` */
  constructor(
    model: ResponseModel,
    readonly objective?: Objective,
  ) {
    this.#model = model;
  }

  /** Brings it up to date. */
  follow({ entries, generation }: Followed, catalogue: Catalogue): this {
    if (generation !== this.#generation || catalogue !== this.#catalogue) {
      this.#generation = generation;
      this.#catalogue = catalogue;
      this.#activity = new VisitorActivity();
      this.#read = 0;
    }
    for (; this.#read < entries.length; this.#read++) {
      const { product, name, at } = entries[this.#read];
      const item = catalogue.itemOf(product);
      const action = actionOf(name);
      if (item !== undefined && name === 'refund') this.#activity.takeBackPurchase(item);
      if (item !== undefined && action !== undefined) this.#activity.add(item, action, at);
    }
    return this;
  }

  /** That the visitor buys each of these, once they look at it. `follow` was called before. @param now milliseconds */
  purchaseChances(items: ArrayLike<number>, now: number): Float32Array {
    return this.#model.chances(this.#activity, items, now).purchase;
  }

  /**
   * Of each item; undefined for one that the visitor bought, since the model learned from products that were not.
   * `follow` was called before.
   * @param now milliseconds
   */
  probabilities(items: readonly number[], now: number): RecommendedProduct['probability'][] {
    const { click, purchase } = this.#model.chances(this.#activity, items, now);
    return items.map((item, i) =>
      (this.#activity.met.get(item)?.purchases ?? 0) > 0 ? undefined : { click: click[i], purchase: purchase[i] },
    );
  }
}
