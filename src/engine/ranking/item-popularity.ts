import { ERAS } from '../../pack/sections/ranker.ts';

/** Steps of a logarithm in the pack: a byte holds ln(1 + count) up to counts of eight millions. */
export const LOG_STEPS = 16;

/** `ln(1 + interactions)` of each item in each era. How it is counted: `countPopularity`. */
export class ItemPopularity {
  /** Items, row 0 included. */
  readonly rows: number;

  /** @param logs [eras, items + 1], in `1 / LOG_STEPS` */
  constructor(readonly logs: Uint8Array) {
    this.rows = logs.length / ERAS.length;
  }

  /** `ln(1 + interactions)`; 0 for products that the pack does not know. */
  of(item: number, era: number): number {
    return item < this.rows ? this.logs[era * this.rows + item] / LOG_STEPS : 0;
  }
}
