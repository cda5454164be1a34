/** What a query asks for beside its words, each as one text: `category:tshirts`, `max:50`. */
export type Filters = ReadonlySet<string>;

/** Over all filters of all queries together. */
export interface FilterQuality {
  queries: number;
  /** Filters that the labels have. */
  filters: number;
  /** Share of the filters that were understood that the labels have too. */
  precision: number;
  /** Share of the labels' filters that were understood. */
  recall: number;
  /** Their harmonic mean. */
  F1: number;
  /** Share of queries of which all filters were understood, and nothing else. */
  exact: number;
}

/** @param understood parallel to the labels */
export function filterQuality(labels: readonly Filters[], understood: readonly Filters[]): FilterQuality {
  const sums = { right: 0, labelled: 0, understood: 0, exact: 0 };
  labels.forEach((wanted, i) => {
    const got = understood[i];
    const right = [...got].filter((one) => wanted.has(one)).length;
    sums.right += right;
    sums.labelled += wanted.size;
    sums.understood += got.size;
    sums.exact += Number(right === wanted.size && right === got.size);
  });
  const share = (part: number, of: number) => Number((of === 0 ? 1 : part / of).toFixed(4));
  return {
    queries: labels.length,
    filters: sums.labelled,
    precision: share(sums.right, sums.understood),
    recall: share(sums.right, sums.labelled),
    F1: share(2 * sums.right, sums.understood + sums.labelled),
    exact: share(sums.exact, labels.length),
  };
}
