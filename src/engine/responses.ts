import type { Catalogue } from '../catalogue/catalogue.ts';
import { toWire, type WireError } from '../contract/errors.ts';
import type { RecommendedProduct } from '../contract/recommendation.ts';
import type { PackSection } from '../pack/pack.ts';
import type { Followed } from './lists/visitor.ts';
import { actionOf, VisitorActivity } from './ranking/response/activity.ts';
import { createResponseModel, type ResponseModel } from './ranking/response/response-model.ts';

/**
 * The click and purchase probabilities of a pack. The engine brings this in when a pack has learned them, as a script of its
 * own (workers/responses.ts); an error would not be recognised over there, so it comes as a record.
 * @param items rows of the pack
 * @returns what is wrong with the section, where it cannot be read
 */
export function createResponses(section: PackSection, items: number): Responses | WireError {
  try {
    return new Responses(createResponseModel(section, items));
  } catch (thrown) {
    return toWire(thrown);
  }
}

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

  constructor(model: ResponseModel) {
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
