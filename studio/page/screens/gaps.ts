import type { Bench, GapsFound, ShownGap } from '../../workbench.ts';
import { download, fileNameOf } from '../download.ts';
import { drawnPicture } from '../drawn-picture.ts';
import { button, element } from '../element.ts';
import { fill, messages, number, percent } from '../language.ts';
import { type Stage, wordsOf } from '../stage.ts';
import { TrainingRun } from '../training-run.ts';
import { stepList } from './training.ts';

/** How many gaps may be asked for. */
const COUNTS = [12, 24, 50];
/** Sources whose item vectors tell where visitors would turn: solved for in seconds. */
const WITH_VECTORS = 'als+rules+knn+popular';

/** Products that the shop does not have and its visitors would turn to: each with a picture, a text and its neighbours. */
export function gapsScreen(stage: Stage): HTMLElement {
  const say = messages();
  const { run, bench } = stage;
  const lacking = whatLacks(stage);
  if (lacking !== undefined) {
    return element('div', { class: 'screen' }, element('h2', {}, say.gapsTitle), ...lacking);
  }
  const live = element('div', {});
  const progress = element('div', {});
  let shown: Stage['run']['gaps']['state'] | undefined;
  const redraw = (): void => {
    progress.replaceChildren(stepList(run.gaps.run.steps));
    // What is pressed must stay where it is, however often the progress changes.
    if (run.gaps.state === shown) return;
    shown = run.gaps.state;
    live.replaceChildren(...livePart(stage, progress));
  };
  stage.signal.addEventListener('abort', run.gaps.run.onChange(redraw));
  run.onChange.add(redraw);
  redraw();
  const { result } = run.gaps;
  return element(
    'div',
    { class: 'screen' },
    element('h2', {}, say.gapsTitle),
    element('p', { class: 'quiet' }, say.gapsText),
    makersPart(bench),
    live,
    ...(result ? results(stage, result) : []),
  );
}

/** What is missing before gaps can be looked for, and what to do about it. */
function whatLacks(stage: Stage): HTMLElement[] | undefined {
  const say = messages();
  const { feed, log, pack } = stage.bench;
  const toData = [button(say.toData, () => stage.go('data'))];
  const said = (text: string, actions: readonly HTMLElement[]): HTMLElement[] => [
    element('p', {}, text),
    element('p', { class: 'actions' }, ...actions),
  ];
  if (feed === undefined) return said(say.gapsNeedFeed, toData);
  if (!feed.fields.categories || !feed.fields.brand) return said(say.gapsNeedKinds, toData);
  if (log === undefined) return said(say.trainNeedsLog, toData);
  if (!('summary' in log)) return said(say.trainNeedsAnswer, toData);
  const train = button(
    say.gapsTrain,
    () => {
      stage.run.choice = { model: WITH_VECTORS };
      stage.go('training');
    },
    { class: 'button main' },
  );
  if (pack === undefined) return said(say.gapsNeedPack, [train]);
  if (!pack.sections.some(({ name }) => name === 'tower')) return said(say.gapsNeedVectors, [train]);
  return undefined;
}

/** What draws and what writes, or how to get one. */
function makersPart({ generator, describer }: Bench): HTMLElement {
  const say = messages();
  return element(
    'ul',
    { class: 'quiet' },
    element(
      'li',
      {},
      generator ? fill(say.gapsDrawnBy, { file: generator.file, kinds: generator.kinds.length }) : say.gapsNoGenerator,
    ),
    element('li', {}, describer ? fill(say.gapsWrittenBy, { file: describer.file }) : say.gapsNoDescriber),
  );
}

function livePart(stage: Stage, progress: HTMLElement): HTMLElement[] {
  const say = messages();
  const { state, said, result } = stage.run.gaps;
  if (state === 'running') {
    return [
      element(
        'p',
        { class: 'actions' },
        button(say.stop, () => void stage.workbench.stop()),
      ),
      element('p', { role: 'status' }, say.gapsRunning),
      progress,
    ];
  }
  const select = element(
    'select',
    { id: 'gaps-count' },
    ...COUNTS.map((count) => element('option', { value: count }, number(count))),
  );
  return [
    element(
      'p',
      { class: 'actions' },
      element('label', { for: 'gaps-count' }, say.gapsCount),
      select,
      button(say.gapsStart, () => void look(stage, Number(select.value)), { class: 'button main' }),
      result !== undefined &&
        button(say.gapsExport, () =>
          download(fileNameOf(stage.bench.name, '-gaps.csv'), result.table, 'text/csv;charset=utf-8'),
        ),
    ),
    ...(said === '' ? [] : [element('p', { role: 'status' }, said)]),
  ];
}

async function look(stage: Stage, count: number): Promise<void> {
  const { run } = stage;
  const looking: typeof run.gaps = { run: new TrainingRun(), state: 'running', said: '' };
  run.gaps = looking;
  stage.lay(stage.bench);
  try {
    looking.result = await stage.workbench.gaps(count, looking.run.tell);
    stage.announce(fill(messages().gapsFound, { count: looking.result.gaps.length }));
  } catch (thrown) {
    const stopped = (thrown as { code?: string }).code === 'aborted';
    looking.said = stopped ? messages().stopped : wordsOf(thrown);
  }
  looking.state = 'idle';
  for (const redraw of run.onChange) redraw();
  if (location.hash.endsWith('gaps')) stage.go('gaps');
}

function results(stage: Stage, { gaps }: GapsFound): HTMLElement[] {
  const say = messages();
  if (gaps.length === 0) return [element('p', {}, say.gapsNone)];
  return [
    element('p', {}, fill(say.gapsFound, { count: gaps.length })),
    element('ol', { class: 'cards', 'aria-label': say.gapsTitle }, ...gaps.map((gap) => card(stage, gap))),
  ];
}

function card(stage: Stage, gap: ShownGap): HTMLElement {
  const say = messages();
  const { categories, brand, price, currency, visitors, picture, text, nearest } = gap;
  const kind = categories.at(-1)!;
  const priced = price === undefined ? say.gapNoPrice : fill(say.gapPrice, { price: money(price, currency) });
  return element(
    'li',
    { class: 'part card' },
    element('h3', {}, `${brand} · ${categories.join(' › ')}`),
    element(
      'div',
      { class: 'card-body' },
      picturePart(stage.bench, kind, picture),
      element(
        'div',
        {},
        element('p', {}, fill(say.gapFacts, { kind, brand, priced, share: percent(visitors, 1) })),
        text !== undefined && element('blockquote', {}, text, element('footer', { class: 'quiet' }, say.gapMadeText)),
      ),
    ),
    element('h4', {}, say.gapNearest),
    element(
      'ul',
      { class: 'neighbours' },
      ...nearest.map(({ product, similarity, picture }) =>
        element(
          'li',
          {},
          picture ? drawnPicture(picture, product.title ?? product.id) : neighbourPicture(stage, product),
          element('span', {}, product.title ?? product.id),
          element('span', { class: 'quiet' }, fill(say.gapSimilarity, { similarity: number(similarity, 2) })),
        ),
      ),
    ),
  );
}

function picturePart({ generator }: Bench, kind: string, picture: ShownGap['picture']): HTMLElement {
  const say = messages();
  if (picture === undefined) {
    return element(
      'p',
      { class: 'no-picture quiet' },
      generator ? fill(say.gapUnknownKind, { kind }) : say.gapNoPicture,
    );
  }
  const shown = [picture.kind, picture.colour].filter(Boolean).join(', ');
  return element(
    'figure',
    { class: 'made' },
    drawnPicture(picture, fill(say.gapPicture, { shown })),
    element('figcaption', { class: 'quiet' }, say.gapImagined),
  );
}

/** As the page draws the product, or as its record holds it: nothing is fetched from elsewhere. */
function neighbourPicture({ place }: Stage, product: ShownGap['nearest'][number]['product']): HTMLElement {
  const own = product.image?.startsWith('data:image/') ? product.image : undefined;
  const src = place.productPicture?.(product) ?? own;
  if (src === undefined) return element('span', { class: 'picture', 'aria-hidden': 'true' });
  return element('img', { class: 'picture', src, alt: '', width: 64, height: 64 });
}

const money = (price: number, currency = ''): string => `${number(price, 2)} ${currency}`.trim();
