import type { Comparison, MeasuredRanking } from '../../workbench.ts';
import { bars } from '../charts/bars.ts';
import { curves } from '../charts/curves.ts';
import { button, element, listening } from '../element.ts';
import { fill, messages, number, percent } from '../language.ts';
import { type Stage, wordsOf } from '../stage.ts';
import { TrainingRun } from '../training-run.ts';
import { stepList } from './training.ts';

/** Shoppers whom a comparison may be of; `Infinity` for all. */
const PARTS = [1000, 5000, Number.POSITIVE_INFINITY];
/** Figures by the name that they are shown under; of the first that a ranking has. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  'recall@10': ['recall@10'],
  'ndcg@10': ['ndcg@10'],
  'mrr@20': ['mrr@20'],
  'coverage@10': ['coverage@10'],
  'diversity@10': ['diversity-content@10', 'diversity-shoppers@10'],
  'novelty@10': ['novelty@10'],
  'gini@10': ['gini@10'],
};
const SHARES = new Set(['recall@10', 'coverage@10']);
/** Curves of popularity: more would be a tangle. */
const EXPOSED = ['shoppers', 'pack', 'popular', 'knn', 'rules'];

/** The pack's ranking beside its sources and plain baselines, on shoppers' held-out products. */
export function comparisonScreen(stage: Stage): HTMLElement {
  const say = messages();
  const title = element('h2', {}, say.compareTitle);
  const { log } = stage.bench;
  if (log === undefined || !('summary' in log)) {
    return element('div', { class: 'screen' }, title, element('p', {}, log ? say.trainNeedsAnswer : say.trainNeedsLog));
  }
  const live = element('div', {});
  const progress = element('div', {});
  let shown: Stage['run']['comparison']['state'] | undefined;
  const redraw = (): void => {
    const { state, run } = stage.run.comparison;
    progress.replaceChildren(stepList(run.steps));
    // What is pressed must stay where it is, however often the progress changes.
    if (state === shown) return;
    shown = state;
    live.replaceChildren(...livePart(stage, progress));
  };
  stage.signal.addEventListener('abort', stage.run.comparison.run.onChange(redraw));
  stage.run.onChange.add(redraw);
  redraw();
  const { result } = stage.run.comparison;
  return element(
    'div',
    { class: 'screen' },
    title,
    element('p', { class: 'quiet' }, say.compareText),
    live,
    ...(result ? results(result) : []),
  );
}

function livePart(stage: Stage, progress: HTMLElement): HTMLElement[] {
  const say = messages();
  const { state, said } = stage.run.comparison;
  const select = element(
    'select',
    { id: 'compare-shoppers' },
    ...PARTS.map((part) => element('option', { value: part }, Number.isFinite(part) ? number(part) : say.compareAll)),
  );
  if (state === 'running') {
    return [
      element(
        'p',
        { class: 'actions' },
        button(say.stop, () => void stage.workbench.stop()),
      ),
      element('p', { role: 'status' }, say.compareRunning),
      progress,
    ];
  }
  return [
    element(
      'p',
      { class: 'actions' },
      element('label', { for: 'compare-shoppers' }, say.compareShoppers),
      select,
      button(say.compareStart, () => void measure(stage, Number(select.value)), { class: 'button main' }),
    ),
    ...(said === '' ? [] : [element('p', { role: 'status' }, said)]),
  ];
}

async function measure(stage: Stage, shoppers: number): Promise<void> {
  const { run } = stage;
  run.comparison = { run: new TrainingRun(), state: 'running', said: '' };
  stage.lay(stage.bench);
  try {
    run.comparison.result = await stage.workbench.compare(run.choice, shoppers, run.comparison.run.tell);
  } catch (thrown) {
    const stopped = (thrown as { code?: string }).code === 'aborted';
    run.comparison.said = stopped ? messages().stopped : wordsOf(thrown);
  }
  run.comparison.state = 'idle';
  for (const redraw of run.onChange) redraw();
  if (location.hash.endsWith('comparison')) stage.go('comparison');
}

function results(result: Comparison): HTMLElement[] {
  const say = messages();
  const chart = element('div', {});
  const select = listening(
    element(
      'select',
      { id: 'metric' },
      ...Object.keys(FIGURES)
        .filter((figure) => result.rankings.some(({ metrics }) => figureOf(metrics, figure) !== undefined))
        .map((figure) => element('option', { value: figure }, say.metrics[figure] ?? figure)),
    ),
    { change: () => draw() },
  );
  const draw = (): void => {
    const figure = select.value;
    chart.replaceChildren(
      bars(
        result.rankings.flatMap((ranking) => {
          const value = figureOf(ranking.metrics, figure);
          if (value === undefined) return [];
          const interval = ranking.kind === 'pack' ? result.intervals[figure] : undefined;
          const text = written(figure, value);
          return [
            {
              name: nameOf(ranking),
              value,
              strong: ranking.kind === 'pack',
              text: interval ? `${text} ${fill(say.interval, { value: written(figure, interval) })}` : text,
            },
          ];
        }),
        say.metrics[figure] ?? figure,
      ),
    );
  };
  draw();
  return [
    element(
      'section',
      { class: 'part' },
      element('p', {}, fill(say.compareCases, { cases: result.cases })),
      element('p', { class: 'actions' }, element('label', { for: 'metric' }, say.metric), select),
      chart,
      element('details', {}, element('summary', {}, say.table), table(result)),
    ),
    exposurePart(result),
  ];
}

function exposurePart({ exposure }: Comparison): HTMLElement {
  const say = messages();
  const shown = exposure.filter(({ name }) => EXPOSED.includes(name));
  const named = (name: string): string =>
    name === 'shoppers' ? say.shoppersLine : name === 'pack' ? say.thePack : fill(say.kindBaseline, { name });
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, say.exposureTitle),
    element('p', { class: 'quiet' }, say.exposureText),
    curves(
      shown.map(({ name, shares }, colour) => ({
        name: named(name),
        colour,
        dashed: name === 'shoppers',
        points: shares.map((share, i) => [i / (shares.length - 1), share] as const),
      })),
      { label: say.exposureTitle, x: say.exposureX, y: say.exposureY, range: { x: [0, 1], y: [0, 1] } },
    ),
  );
}

function table({ rankings }: Comparison): HTMLElement {
  const say = messages();
  const figures = Object.keys(FIGURES);
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say.table },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, say.ranking),
          ...figures.map((figure) => element('th', { scope: 'col' }, figure)),
        ),
      ),
      element(
        'tbody',
        {},
        ...rankings.map((ranking) =>
          element(
            'tr',
            { class: ranking.kind === 'pack' ? 'is-strong' : undefined },
            element('th', { scope: 'row' }, nameOf(ranking)),
            ...figures.map((figure) => {
              const value = figureOf(ranking.metrics, figure);
              return element('td', {}, value === undefined ? '–' : written(figure, value));
            }),
          ),
        ),
      ),
    ),
  );
}

function nameOf({ name, kind }: MeasuredRanking): string {
  const say = messages();
  if (kind === 'pack') return say.thePack;
  return fill(kind === 'source' ? say.kindSource : say.kindBaseline, { name });
}

const figureOf = (metrics: Readonly<Record<string, number>>, figure: string): number | undefined => {
  const name = FIGURES[figure].find((one) => metrics[one] !== undefined);
  return name === undefined ? undefined : metrics[name];
};

const written = (figure: string, value: number): string => (SHARES.has(figure) ? percent(value, 1) : number(value, 3));
