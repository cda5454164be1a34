import type { AttentionShares, Click, ExplainedList, LoggedShopper } from '../../workbench.ts';
import { heatMap } from '../charts/heat-map.ts';
import { element, listening } from '../element.ts';
import { fill, messages, percent } from '../language.ts';
import type { Stage } from '../stage.ts';

const SHOPPERS = 40;
const CLICKS = 12;
const LISTED = 10;

/** A shopper's clicks, the list that follows them, what each click does to it, and where attention looks. */
export async function sessionScreen(stage: Stage): Promise<HTMLElement> {
  const say = messages();
  const title = element('h2', {}, say.sessionTitle);
  if (!stage.bench.pack) return element('div', { class: 'screen' }, title, element('p', {}, say.mapNeedsPack));
  const shoppers = await stage.workbench.shoppers(SHOPPERS, CLICKS);
  const view = element('div', {});
  const select = listening(
    element(
      'select',
      { id: 'shopper' },
      ...shoppers.map(({ id, clicks }, i) => element('option', { value: i }, `${id} · ${clicks.at(-1)?.title ?? ''}`)),
    ),
    { change: () => void show() },
  );
  const show = async (): Promise<void> => {
    view.replaceChildren(await shopperView(stage, shoppers[Number(select.value)]));
  };
  await show();
  return element(
    'div',
    { class: 'screen' },
    title,
    element('p', { class: 'quiet' }, say.sessionText),
    element('p', { class: 'actions' }, element('label', { for: 'shopper' }, say.sessionShopper), select),
    view,
  );
}

async function shopperView(stage: Stage, { clicks }: LoggedShopper): Promise<HTMLElement> {
  const whole = await stage.workbench.explain(clicks, LISTED);
  if (whole === undefined) return element('p', {}, messages().mapNeedsPack);
  const left = new Set<number>();
  const view = element('div', { class: 'halves' });
  const attention = element('div', {});
  const draw = async (list: ExplainedList, focus?: number): Promise<void> => {
    const rest = clicks.filter((_, i) => !left.has(i));
    view.replaceChildren(
      clickList(clicks, left, whole, (place) => void toggle(place)),
      listPart(list, whole, rest),
    );
    if (focus !== undefined) view.querySelectorAll<HTMLElement>('.clicks button')[focus]?.focus();
    attention.replaceChildren(attentionPart(await stage.workbench.attention(rest), rest));
  };
  const toggle = async (place: number): Promise<void> => {
    if (!left.delete(place)) left.add(place);
    const list = await stage.workbench.explain(
      clicks.filter((_, i) => !left.has(i)),
      LISTED,
    );
    await draw(list!, place);
    const before = new Set(whole.items.map(({ product }) => product));
    const changed = list!.items.filter(({ product }) => !before.has(product)).length;
    stage.announce(left.size === 0 ? '' : fill(messages().listAnew, { changed }));
  };
  await draw(whole);
  return element('div', { class: 'screen' }, view, attention);
}

function clickList(
  clicks: readonly Click[],
  left: ReadonlySet<number>,
  { weights }: ExplainedList,
  onToggle: (place: number) => void,
): HTMLElement {
  const say = messages();
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, say.sessionClicks),
    element(
      'ol',
      { class: 'clicks' },
      ...clicks.map(({ title, name }, place) => {
        const out = left.has(place);
        const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
        bar.style.inlineSize = `${(100 * weights[place]).toFixed(0)}%`;
        return element(
          'li',
          { class: out ? 'is-out' : undefined },
          listening(
            element(
              'button',
              {
                type: 'button',
                class: 'button small',
                'aria-pressed': String(out),
                'aria-label': fill(say.leaveOut, { title }),
              },
              out ? '+' : '×',
            ),
            { click: () => onToggle(place) },
          ),
          element(
            'span',
            { class: 'click-title' },
            `${title} `,
            element('span', { class: 'quiet' }, say.eventNames[name] ?? name),
          ),
          element('span', { class: 'bar-room' }, bar),
          element('span', { class: 'quiet' }, percent(weights[place])),
        );
      }),
    ),
  );
}

function listPart(list: ExplainedList, whole: ExplainedList, clicks: readonly Click[]): HTMLElement {
  const say = messages();
  const before = new Map(whole.items.map(({ product }, place) => [product, place]));
  const now = new Set(list.items.map(({ product }) => product));
  const gone = whole.items.filter(({ product }) => !now.has(product)).map(({ title }) => title);
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, say.sessionList),
    element(
      'ol',
      { class: 'list' },
      ...list.items.map(({ product, title, because, shares }, place) => {
        const was = before.get(product);
        const moved = was === undefined ? say.isNew : movedBy(was - place);
        const sources = Object.entries(shares)
          .sort(([, a], [, b]) => b - a)
          .slice(0, 3)
          .map(([source, share]) => `${source} ${percent(share)}`);
        const why = because < 0 ? [] : [fill(say.because, { title: clicks[because].title })];
        return element(
          'li',
          { class: was === undefined ? 'is-new' : undefined, 'data-listed': product },
          element('span', {}, title),
          moved !== '' && element('span', { class: 'badge' }, moved),
          element('span', { class: 'quiet' }, [...why, ...sources].join(' · ')),
        );
      }),
    ),
    gone.length > 0 && element('p', { class: 'quiet' }, fill(say.gone, { titles: gone.join(', ') })),
  );
}

function movedBy(places: number): string {
  const say = messages();
  if (places === 0) return '';
  return fill(places > 0 ? say.up : say.down, { places: Math.abs(places) });
}

function attentionPart(attention: AttentionShares | undefined, clicks: readonly Click[]): HTMLElement {
  const say = messages();
  const heading = element('h3', {}, say.attentionTitle);
  if (attention === undefined)
    return element('section', { class: 'part' }, heading, element('p', {}, say.attentionNone));
  const { heads } = attention;
  const names = attention.clicks.map((place) => clicks[place].title);
  const field = element('div', {});
  const summary = element('p', {});
  const select = listening(
    element(
      'select',
      { id: 'head' },
      element('option', { value: -1 }, say.attentionMean),
      ...heads.map(({ block, head }, i) =>
        element('option', { value: i }, fill(say.attentionOne, { block: block + 1, head: head + 1 })),
      ),
    ),
    { change: () => draw() },
  );
  const draw = (): void => {
    const chosen = Number(select.value);
    const rows = chosen < 0 ? meanOf(heads.map(({ shares }) => shares)) : heads[chosen].shares;
    field.replaceChildren(heatMap(names, rows, say.attentionTitle));
    const last = rows.at(-1)!;
    const most = last.indexOf(Math.max(...last));
    summary.textContent = fill(say.attentionSummary, { title: names[most], share: percent(last[most]) });
  };
  draw();
  return element(
    'section',
    { class: 'part' },
    heading,
    element('p', { class: 'quiet' }, say.attentionText),
    element('p', { class: 'actions' }, element('label', { for: 'head' }, say.attentionHead), select),
    summary,
    field,
  );
}

function meanOf(heads: readonly (readonly (readonly number[])[])[]): number[][] {
  return heads[0].map((row, i) => row.map((_, j) => heads.reduce((sum, head) => sum + head[i][j], 0) / heads.length));
}
