import type { ProductId } from '../../contract/product.ts';
import type { ShopEvent } from '../fit/response/examples.ts';
import type { LogReport } from './log-report.ts';

/** What visitors did with products, one by one and in order of time. */
export interface ShopLog {
  shopperIds: readonly string[];
  /** Row `i` is `productIds[i − 1]`. */
  productIds: readonly ProductId[];
  events: readonly ShopEvent[];
  /** Purchases that a folder keeps apart, of unknown time. */
  heldOut: readonly { visitor: number; item: number }[];
  report: LogReport;
}
