import { COLUMNS } from '../log/column.ts';
import { READABLE_INTERACTIONS } from '../log/event-words.ts';
import { DATE_ORDERS } from '../log/times.ts';
import type { Options } from './option.ts';

/** Of everything that draws at random: `RunContext.seed`. */
export const SEED = {
  seed: { type: 'whole', least: 0, default: 1, meaning: 'of all that is random' },
} as const satisfies Options;

/** Of everything that is measured more than once. */
export const SEEDS = {
  seeds: { type: 'wholes', least: 0, meaning: 'repeat for each of these, and tell means with their intervals' },
} as const satisfies Options;

/** Of everything that reads a log of events: what a person says of it where its content does not. */
export const LOG_OPTIONS = {
  columns: {
    type: 'pairs',
    names: COLUMNS,
    meaning:
      'what the columns user, item, event, time and quantity are called, where that is not usual: by name, by path in ' +
      'nested records (item=items.item_id), or by place (user=1,item=3); event= is for none, and event=purchase says that ' +
      'every row is one',
  },
  dates: {
    type: 'choice',
    values: DATE_ORDERS,
    meaning: 'of dates such as 05/12/2024 the order, where the log does not show it: dmy, mdy or ymd',
  },
  eventWords: {
    type: 'pairs',
    values: READABLE_INTERACTIONS,
    meaning: 'what words of the log mean that are not known, such as angesehen=view_item,gekauft=purchase',
  },
} as const satisfies Options;
