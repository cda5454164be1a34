import type { ListFigures, ListReport, VitrineError } from 'vitrine';
import { element } from '../element.ts';
import { fill, messages, number, price } from '../language.ts';
import { to } from '../router.ts';
import type { Stage, View } from '../stage.ts';

type Row = ListFigures & { name: string };

/** What the shelves of this shop brought, of all that this visitor did: the table that `shop.report()` gives, and its picture. */
export function report(stage: Stage): View {
  const { shop, signal } = stage;
  const say = messages();
  const body = element('div', { 'aria-busy': 'true' });
  const shelves: Record<string, string> = say.shelves;

  const show = async (): Promise<void> => {
    try {
      const told = await shop.recommender.report({ signal });
      const named = (rows: readonly Row[]): Row[] =>
        rows.map((row) => ({ ...row, name: shelves[row.name] ?? row.name }));
      const variants = told.variants.map(({ experiment, variant, ...figures }) => ({
        name: `${experiment}: ${variant}`,
        ...figures,
      }));
      body.replaceChildren(
        ...(told.lists.lists === 0 ? [nothing()] : [sold(told), picture(named(told.placements))]),
        ...table(say.reportPlacements, named(told.placements), told),
        ...table(say.reportRules, told.rules, told),
        ...table(say.reportVariants, variants, told),
        ...told.remarks.map((remark) => element('p', { class: 'quiet' }, remark)),
      );
      body.setAttribute('aria-busy', 'false');
    } catch (error) {
      const { message, remedy } = error as VitrineError;
      if (!signal.aborted) body.replaceChildren(element('p', { role: 'alert' }, `${message} ${remedy}`));
    }
  };
  signal.addEventListener(
    'abort',
    shop.recommender.on('change', () => void show()),
  );
  void show();
  return {
    title: say.report,
    content: element(
      'div',
      { class: 'report' },
      element('h1', { class: 'page-title' }, say.report),
      element('p', { class: 'report-intro' }, say.reportText),
      body,
    ),
  };
}

function nothing(): HTMLElement {
  const say = messages();
  return element(
    'div',
    { class: 'quiet-page' },
    element('p', {}, say.reportNothing),
    element('a', { class: 'button button-main', href: to('') }, say.goShopping),
  );
}

function sold({ shop, lists, currency }: ListReport): HTMLElement {
  return element(
    'p',
    { class: 'report-sold' },
    fill(messages().reportSold, {
      bought: number(shop.purchases),
      value: price(shop.value, currency),
      fromLists: number(lists.purchases),
      listValue: price(lists.value, currency),
    }),
  );
}

const STEPS = ['views', 'clicks', 'carts', 'purchases'] as const;

/** How far products came on each shelf: a bar a step, all of one scale. The table beside it says the same in figures. */
function picture(rows: readonly Row[]): HTMLElement {
  const { reportSteps } = messages();
  const most = Math.max(1, ...rows.map(({ views }) => views));
  return element(
    'figure',
    { class: 'report-picture', 'aria-hidden': 'true' },
    ...rows.map((row) =>
      element(
        'div',
        { class: 'report-shelf' },
        element('strong', {}, row.name),
        ...STEPS.map((step) => {
          const bar = element('span', { class: `report-bar report-${step}` });
          bar.style.inlineSize = `${(100 * Math.min(row[step], most)) / most}%`;
          return element(
            'div',
            { class: 'report-step' },
            element('span', { class: 'quiet' }, reportSteps[step]),
            element('span', { class: 'report-track' }, bar),
            element('span', {}, number(row[step])),
          );
        }),
      ),
    ),
  );
}

function table(title: string, rows: readonly Row[], { currency }: ListReport): HTMLElement[] {
  if (rows.length === 0) return [];
  const { reportColumns, reportSteps } = messages();
  const head = [title, reportColumns.lists, ...STEPS.map((step) => reportSteps[step]), reportColumns.value];
  const percent = (share: number): string => `${number(100 * share, 1)} %`;
  return [
    element(
      'div',
      { class: 'report-table', role: 'region', 'aria-label': title, tabindex: 0 },
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, ...head.map((words) => element('th', { scope: 'col' }, words)))),
        element(
          'tbody',
          {},
          ...rows.map(({ name, lists, views, clicks, clickRate, carts, purchases, value }) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, name),
              ...[number(lists), number(views)].map((figure) => element('td', {}, figure)),
              element('td', {}, `${number(clicks)} (${percent(clickRate)})`),
              ...[number(carts), number(purchases), price(value, currency)].map((figure) => element('td', {}, figure)),
            ),
          ),
        ),
      ),
    ),
  ];
}
