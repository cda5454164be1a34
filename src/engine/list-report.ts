import { Attribution, type Credited, UNNAMED } from '../attribution/attribution.ts';
import type { CollectedEvent, CollectedItem } from '../attribution/collected-event.ts';
import { DEFAULT_WINDOW_MS, inOrder, ListTable, mostCommonCurrency } from '../attribution/list-table.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { StoredInteraction } from '../contract/interaction.ts';
import {
  type ListReport,
  REPORTED_EVENTS,
  type ReportEvent,
  type ReportedEvent,
  type ReportItem,
  type ReportOptions,
} from '../contract/list-report.ts';
import { PADDING } from '../contract/product.ts';
import * as plain from '../contract/validation/plain-data.ts';
import type { BrowseEvent } from '../contract/visitor-event.ts';

const readOptions = plain.exactly({ window: plain.optional(plain.positive(36_500)) });
const REPORTED: ReadonlySet<string> = new Set(REPORTED_EVENTS);

/** What was done at once, with the ids of its records. */
interface Recorded {
  event: CollectedEvent;
  ids: readonly (string | undefined)[];
}

/**
 * What lists brought, of a history: nothing is kept beside it, so that what erases, exports or refuses the history does the same to
 * the report. A script of its own (workers/list-report.ts).
 * @param interactions oldest first @param browsing newest first
 */
export function openListReport(
  interactions: readonly StoredInteraction[],
  browsing: readonly BrowseEvent[],
  catalogue: Catalogue,
) {
  const recorded = [...viewsOf(browsing), ...actionsOf(interactions, catalogue)];
  const events = inOrder(recorded.map(({ event }) => event));
  return {
    /** @returns a text where the options are wrong: what is wrong */
    table(asked: ReportOptions): ListReport | string {
      let options: ReportOptions;
      try {
        options = plain.read(readOptions, asked, (misfit) => new Error(misfit)) as ReportOptions;
      } catch (misfit) {
        return (misfit as Error).message;
      }
      const refused = new Map<string, number>();
      const table = new ListTable(options.window, mostCommonCurrency(events), (reason) =>
        refused.set(reason, (refused.get(reason) ?? 0) + 1),
      );
      if (events.length > 0) table.add(events);
      return table.report([...refused].map(([reason, count]) => `${count} left out: ${reason}`));
    },

    /** What was done in the records with these ids, oldest first. */
    eventsOf(ids: readonly string[]): ReportEvent[] {
      const wanted = new Set<string | undefined>(ids);
      const asked = new Set(recorded.flatMap((one) => (one.ids.some((id) => wanted.has(id)) ? [one.event] : [])));
      const attribution = new Attribution(DEFAULT_WINDOW_MS, () => undefined);
      return events.flatMap((event) => {
        const credited = attribution.take(event);
        return asked.has(event) ? [asGa4(event, credited)] : [];
      });
    },
  };
}

function viewsOf(browsing: readonly BrowseEvent[]): Recorded[] {
  return browsing.flatMap((seen) => {
    if (seen.name !== 'view_item_list') return [];
    const { id, name, at, products, list, placement, experiment, variant, rules = {}, teams = {} } = seen;
    const items = products.map((product) => ({
      ...{ product, quantity: 1, list, placement, experiment, variant },
      ...{ rule: own(rules, product), team: own(teams, product) },
    }));
    return [{ event: { name, at, items: items.map(present) }, ids: [id] }];
  });
}

/** Interactions of one payload are one event, as a purchase of several products is. */
function actionsOf(interactions: readonly StoredInteraction[], catalogue: Catalogue): Recorded[] {
  const groups: StoredInteraction[][] = [];
  for (const interaction of interactions) {
    if (!REPORTED.has(interaction.name)) continue;
    const last = groups.at(-1);
    if (last && last[0].name === interaction.name && payloadOf(last[0]) === payloadOf(interaction)) {
      last.push(interaction);
    } else groups.push([interaction]);
  }
  return groups.map((group) => {
    const [{ name, at, transaction, currency }] = group;
    const items = group.map(({ product, quantity = 1, list, price }) =>
      present({
        product,
        quantity,
        list,
        price: price ?? (name === 'purchase' ? priceOf(product, catalogue) : undefined),
      }),
    );
    return {
      event: { name: name as ReportedEvent, at, items, ...defined({ transaction, currency }) },
      ids: group.map(({ id }) => id),
    };
  });
}

/** Ids of one payload differ in their last number. */
const payloadOf = ({ id, seq }: StoredInteraction): string | number => id?.replace(/\.\d+$/, '') ?? seq;

/** What the feed says, where the page told no price. */
const priceOf = (product: string, catalogue: Catalogue): number | undefined =>
  catalogue.product(catalogue.itemOf(product) ?? PADDING)?.price;

function asGa4({ name, at, items, transaction, currency }: CollectedEvent, credited: Credited): ReportEvent {
  const written = items.map(({ product, quantity, price, ...own }, i): ReportItem => {
    const { list, placement, experiment, variant, rule, team } = { ...own, ...credited[i] };
    const item_list_name = placement === UNNAMED ? undefined : placement;
    return defined({
      ...{ item_id: product, item_list_id: list, item_list_name, experiment, variant },
      ...{ price, quantity: name === 'view_item_list' ? undefined : quantity, rule, promotion_id: rule, team },
    }) as unknown as ReportItem;
  });
  const [first] = written;
  const common = written.every(({ item_list_id }) => item_list_id === first?.item_list_id) ? first : undefined;
  const value = items.reduce((sum, { price = Number.NaN, quantity }) => sum + price * quantity, 0);
  return {
    name: name as ReportedEvent,
    timestamp_micros: at * 1_000,
    params: {
      ...defined({
        item_list_id: common?.item_list_id,
        item_list_name: common?.item_list_name,
        experiment: common?.experiment,
        variant: common?.variant,
        transaction_id: transaction,
        currency,
        value: Number.isFinite(value) && items.length > 0 ? value : undefined,
      }),
      items: written,
      event_source: 'vitrine',
    },
  };
}

const own = (texts: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(texts, name) ? texts[name] : undefined;

/** Without what is not there. */
function defined<TFields extends object>(fields: TFields): { [TName in keyof TFields]?: NonNullable<TFields[TName]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

const present = (item: { [TName in keyof CollectedItem]: CollectedItem[TName] | undefined }): CollectedItem =>
  defined(item) as CollectedItem;
