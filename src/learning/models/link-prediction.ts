import { LINK_FEATURES, type Link, LinkFeatures } from './link-features.ts';
import { applyLogistic, fitLogistic } from './logistic-regression.ts';
import type { VisitorItems } from './visitor-items.ts';

/** Visitors, what they like, and pairs of whom it is known whether they are linked. */
export interface LinkData {
  items: VisitorItems;
  /** Of the visitors' tastes, [visitors, width] */
  vectors: Float32Array;
  /** Links that are known where the model is learned. */
  known: readonly Link[];
  /** What it is learned from: links that are not among the known ones, and pairs that are none. */
  learned: { pairs: readonly Link[]; labels: ArrayLike<number> };
}

export interface LinkModel {
  /** Chance that each pair is linked, where linked and unlinked pairs are as many. */
  predict(pairs: readonly Link[]): number[];
  /** The same pairs by each of `LINK_FEATURES` alone. */
  singly(pairs: readonly Link[]): Record<string, number[]>;
}

/**
 * Which visitors are linked: logistic regression over what speaks for a link (see link-features.ts). Where it predicts,
 * the links that it was learned from are known too.
 */
export function fitLinkModel({ items, vectors, known, learned }: LinkData): LinkModel {
  const before = new LinkFeatures(known, items, vectors);
  const weights = fitLogistic(
    learned.pairs.map((pair) => before.of(pair)),
    learned.labels,
  );
  const positives = learned.pairs.filter((_, i) => learned.labels[i] === 1);
  const after = new LinkFeatures([...known, ...positives], items, vectors);
  return {
    predict: (pairs) => pairs.map((pair) => applyLogistic(weights, after.of(pair))),
    singly(pairs) {
      const rows = pairs.map((pair) => after.of(pair));
      return Object.fromEntries(LINK_FEATURES.map((name, k) => [name, rows.map((row) => row[k])]));
    },
  };
}
