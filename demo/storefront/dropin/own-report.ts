import type { LoggedShopper } from '../../../studio/workbench.ts';
import { element } from '../element.ts';
import { fill, messages, number } from '../language.ts';
import { announce } from '../parts/announce.ts';
import type { OwnShop, Shop } from '../shop.ts';

const REFUSALS_SHOWN = 20;
const LONGEST_NAME = 60;

/** Above a visitor's own shop: its name, what was read from the files, and the shoppers of the log to become. */
export function ownReport(shop: Shop, own: OwnShop): HTMLElement {
  const say = messages();
  const { report } = own.feed;
  return element(
    'section',
    { class: 'own', 'aria-label': say.panelOwn },
    nameField(shop, own),
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
    ...logReport(shop, own),
    element('p', {}, element('a', { href: './studio.html' }, say.ownStudio)),
  );
}

function nameField(shop: Shop, own: OwnShop): HTMLElement {
  const say = messages();
  const input = element('input', { class: 'field', value: own.name, maxlength: LONGEST_NAME, id: 'own-name' });
  input.addEventListener('change', () => {
    const name = input.value.trim() || own.name;
    input.value = name;
    void shop.rename(name);
  });
  return element('p', { class: 'own-name' }, element('label', { for: 'own-name' }, say.ownName), input);
}

function logReport(shop: Shop, { log, shoppers }: OwnShop): HTMLElement[] {
  const say = messages();
  if (log === undefined) return [];
  if (!('summary' in log)) return [element('p', {}, fill(say.ownLogAsks, { name: log.file, message: log.message }))];
  const { events, rows, shoppers: users, known = 0, products } = log.summary;
  if (known === 0) return [element('p', {}, fill(say.ownBadLog, { name: log.file }))];
  const read = Object.values(events).reduce((a, b) => a + b, 0);
  const said = [fill(say.ownLog, { events: number(read), users: number(users) })];
  const quiet = [
    ...(rows > read ? [fill(say.ownLogSkipped, { count: number(rows - read) })] : []),
    ...(known < products ? [fill(say.ownLogUnknown, { count: number(products - known) })] : []),
  ];
  return [
    ...said.map((text) => element('p', {}, text)),
    ...quiet.map((text) => element('p', { class: 'quiet' }, text)),
    element(
      'ul',
      { class: 'chips' },
      ...shoppers.map((shopper) =>
        element(
          'li',
          {},
          element(
            'button',
            { class: 'chip', type: 'button', on: { click: () => void become(shop, shopper) } },
            fill(say.ownBecome, { user: shopper.id, count: number(shopper.clicks.length) }),
          ),
        ),
      ),
    ),
  ];
}

/** The visitor's history becomes that shopper's: what was there is erased, the clicks are told in their order. */
async function become(shop: Shop, { id, clicks }: LoggedShopper): Promise<void> {
  await shop.recommender.erase();
  for (let from = 0; from < clicks.length; ) {
    const { name } = clicks[from];
    const end = clicks.findIndex((click, i) => i > from && click.name !== name);
    const run = clicks.slice(from, end < 0 ? undefined : end);
    await shop.track(
      name,
      run.map(({ product }) => product),
    );
    from += run.length;
  }
  announce(fill(messages().ownBecame, { user: id, count: clicks.length }));
}
