import { element } from '../element.ts';
import { fill, messages, number } from '../language.ts';
import { announce } from '../parts/announce.ts';
import type { OwnFiles, Shop } from '../shop.ts';
import type { EventLog, Shopper } from './event-log.ts';

/** Shoppers of a log whom the visitor may become. */
const OFFERED = 8;
/** Events of one shopper that become history: the latest. */
const MAX_EVENTS = 60;
const REFUSALS_SHOWN = 20;

/** Above a visitor's own shop: what was read from the files, and the shoppers of the log to become. */
export function ownReport(shop: Shop, { report, log }: OwnFiles): HTMLElement {
  const say = messages();
  return element(
    'section',
    { class: 'own' },
    element('p', {}, fill(say.ownOpened, { taken: number(report.taken), refused: number(report.refused) })),
    report.refused > 0 &&
      element(
        'details',
        {},
        element('summary', {}, say.refusedRows),
        element(
          'ul',
          {},
          ...report.refusals
            .slice(0, REFUSALS_SHOWN)
            .map(({ row, message }) => element('li', {}, fill(say.row, { row: row + 1, message }))),
        ),
      ),
    shop.range.all.some(({ image }) => image?.startsWith('http')) && element('p', { class: 'quiet' }, say.ownPictures),
    log && shoppers(shop, log),
  );
}

function shoppers(shop: Shop, log: EventLog): HTMLElement {
  const say = messages();
  return element(
    'div',
    {},
    element('p', {}, fill(say.ownLog, { events: number(log.events), users: number(log.shoppers.length) })),
    log.skipped > 0 && element('p', { class: 'quiet' }, fill(say.ownLogSkipped, { count: number(log.skipped) })),
    element(
      'ul',
      { class: 'chips' },
      ...log.shoppers
        .slice(0, OFFERED)
        .map((shopper) =>
          element(
            'li',
            {},
            element(
              'button',
              { class: 'chip', type: 'button', on: { click: () => void become(shop, shopper) } },
              fill(say.ownBecome, { user: shopper.user, count: number(shopper.events.length) }),
            ),
          ),
        ),
    ),
  );
}

/** The visitor's history becomes that shopper's: what was there is erased, the events are told in their order. */
async function become(shop: Shop, { user, events }: Shopper): Promise<void> {
  const recent = events.slice(-MAX_EVENTS);
  await shop.recommender.erase();
  for (let from = 0; from < recent.length; ) {
    const { name } = recent[from];
    const end = recent.findIndex((event, i) => i > from && event.name !== name);
    const run = recent.slice(from, end < 0 ? undefined : end);
    await shop.track(
      name,
      run.map(({ item }) => item),
    );
    from += run.length;
  }
  announce(fill(messages().ownBecame, { user, count: recent.length }));
}
