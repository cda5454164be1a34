import type { ReportedEvent } from '../contract/list-report.ts';

/** What a collected event says of one product. */
export interface CollectedItem {
  product: string;
  /** The list that it was in, with the list's placement and variant, and the rule that moved the product. */
  list?: string;
  placement?: string;
  rule?: string;
  experiment?: string;
  variant?: string;
  /** Of an interleaved list. */
  team?: string;
  price?: number;
  quantity: number;
}

/** What one visitor did at once. */
export interface CollectedEvent {
  /** `experiment_viewed` is GrowthBook's. */
  name: ReportedEvent | 'experiment_viewed';
  /** Milliseconds since 1970. */
  at: number;
  items: readonly CollectedItem[];
  transaction?: string;
  currency?: string;
  /** Of `experiment_viewed`. */
  exposure?: { experiment: string; variant: string };
}
