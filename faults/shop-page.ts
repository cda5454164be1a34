/** What the shop's page does under attack. */
import * as clicks from './shop/clicks.ts';
import * as rights from './shop/rights.ts';
import * as training from './shop/training.ts';
import { type PlannedFault, visit } from './shop/visit.ts';

/** What the attacks call. */
const shopPage = {
  ...clicks,
  ...rights,
  ...training,
  visits: (faults: readonly PlannedFault[], seed: number) => Promise.all(faults.map((fault) => visit(fault, seed))),
};

declare global {
  interface Window {
    shopPage: typeof shopPage;
  }
}
window.shopPage = shopPage;
