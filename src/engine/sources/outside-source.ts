import type { Catalogue } from '../../catalogue/catalogue.ts';
import { passes } from '../../catalogue/filter.ts';
import { readProduct } from '../../catalogue/read-product.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product, ProductId } from '../../contract/product.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import { type AwaitedSource, type Candidates, NO_CANDIDATES, type VisitorContext } from './candidate-source.ts';

/**
 * A product from outside by its record, and its evidence (≥ 0, finite: evidence adds up). Of a product that
 * the catalogue has, the id is enough; another one is shown as the record says.
 */
export interface OutsideCandidate {
  readonly product: Product;
  readonly score: number;
}

export interface OutsideSourceParts {
  name: SourceName;
  /**
   * Asks what is outside. The answer may come in any order; nothing else is expected of it.
   * @param signal aborts when the answer is too late to be of use
   */
  ask: (context: VisitorContext, limit: number, signal: AbortSignal) => Promise<readonly OutsideCandidate[]>;
  /** The catalogue that lists are made from. */
  catalogue: Catalogue;
  /** Called where an answer, or a part of it, cannot be used; and for nothing else. */
  onProblem: (problem: VitrineError) => void;
}

/**
 * A candidate source of which nothing is known but that it answers, in its own time. What it brings is checked like a feed,
 * goes through the filter of the list, and is left out where it was seen; a product that the catalogue lacks becomes a guest
 * of the list. What cannot be used is left out and reported; the rest is used.
 */
export function createOutsideSource({ name, ask, catalogue, onProblem }: OutsideSourceParts): AwaitedSource {
  return {
    name,
    awaited: true,
    async retrieve(context, limit, signal) {
      const answer = await ask(context, limit, signal);
      // The list is made by then, and must not be given guests any more.
      if (signal.aborted) return NO_CANDIDATES;
      const { candidates, refused } = usable(answer.slice(0, limit), context, catalogue);
      if (refused > 0) {
        const message = `The candidate source ${name} gave candidates that cannot be used.`;
        const remedy = 'Each needs a product with an id, no id twice, and a finite score of at least 0.';
        onProblem(new VitrineError('source-failed', message, { remedy }));
      }
      return candidates;
    },
  };
}

function usable(
  answer: readonly (OutsideCandidate | undefined)[],
  context: VisitorContext,
  catalogue: Catalogue,
): { candidates: Candidates; refused: number } {
  const { allowed, guests, filter, hides } = context;
  const scores = new Map<number, number>();
  const met = new Set<ProductId>();
  /** The row of a product that may be on the list: the catalogue's own, or a guest's. */
  const rowOf = (product: Product): number | undefined => {
    const known = catalogue.itemOf(product.id);
    if (known !== undefined) return allowed.has(known) ? known : undefined;
    if (guests === undefined || product.inStock === false || hides?.(product.id) || !passes(product, filter)) {
      return undefined;
    }
    // Another source may have brought it too: its first record is the one that is shown.
    for (const [row, guest] of guests) if (guest.id === product.id) return row;
    const row = catalogue.rows + guests.size;
    guests.set(row, product);
    return row;
  };
  let refused = 0;
  for (const candidate of answer) {
    const score = candidate?.score ?? Number.NaN;
    const reading = readProduct(candidate?.product);
    if (!Number.isFinite(score) || score < 0 || 'reason' in reading || met.has(reading.product.id)) refused++;
    else {
      met.add(reading.product.id);
      const row = score > 0 ? rowOf(reading.product) : undefined;
      if (row !== undefined) scores.set(row, score);
    }
  }
  const candidates = {
    items: Int32Array.from(scores.keys()),
    scores: Float32Array.from(scores.values()),
    because: () => -1,
  };
  return { candidates, refused };
}
