import type { PictureTrainingProgress } from 'vitrine';
import { KIND_LABELS } from '../catalogue/departments.ts';
import { element } from '../storefront/element.ts';
import { labelOf } from '../storefront/goods.ts';
import { fill, messages, number } from '../storefront/language.ts';
import { announce } from '../storefront/parts/announce.ts';
import { madePicture } from '../storefront/parts/made-picture.ts';
import type { Stage, View } from '../storefront/stage.ts';
import { type Curve, LossPlot } from './loss-plot.ts';
import { trainingPictures } from './training-pictures.ts';

/** Few kinds: more of them need longer than a visitor waits. */
const KINDS = (['mug', 'teapot', 'vase', 'lamp'] as const).map((kind) => KIND_LABELS[kind].en);
const PIXELS = 32;
const TRAINING = { steps: 1500, every: 25, batch: 16 };

/** The studio: a picture generator is trained in this page from the shop's own drawings, and can be watched learning. */
export function studio({ shop, signal }: Stage): View {
  const say = messages();
  const goods = shop.range.all.filter(({ categories }) => KINDS.includes(categories?.at(-1) ?? ''));
  const start = element('button', { class: 'button button-main', type: 'button' }, say.studioStart);
  const stop = element('button', { class: 'button', type: 'button', hidden: true }, say.studioStop);
  const bar = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': say.studioProgress });
  const note = element('p', { class: 'studio-note' }, fill(say.studioReady, { count: goods.length }));
  const figures = element('dl', { class: 'facts studio-figures' });
  const made = element('div', { class: 'studio-made' });
  const plot = new LossPlot();
  const listed = new Intl.ListFormat(document.documentElement.lang, { type: 'unit' });
  const leave = new AbortController();
  signal.addEventListener('abort', () => leave.abort());
  let running = new AbortController();

  const run = async (): Promise<void> => {
    const curves: Curve[] = [
      { name: say.studioGenerator, look: 'plot-generator', values: [] },
      { name: say.studioDiscriminator, look: 'plot-discriminator', values: [] },
      { name: say.studioTotal, look: 'plot-total', values: [] },
    ];
    const both = AbortSignal.any([leave.signal, running.signal]);
    const pictures = await trainingPictures(goods, PIXELS, both);
    const training = shop.recommender.trainPictures({ pictures, ...TRAINING, signal: both });
    for (;;) {
      const { done, value } = await training.next();
      if (done) {
        note.textContent = fill(messages().studioDone, {
          backend: value.backend,
          size: number(value.file.byteLength / 1e6, 1),
        });
        announce(note.textContent);
        return;
      }
      tell(value, curves);
    }
  };

  const tell = (progress: PictureTrainingProgress, curves: readonly Curve[]): void => {
    const { epoch, epochs, step, steps, losses, samples, quality, remaining } = progress;
    const { generator, discriminator, total } = losses;
    for (const [i, loss] of [generator, discriminator, total].entries()) curves[i].values.push(loss);
    plot.draw(curves);
    bar.value = (epoch * steps + step) / (epochs * steps);
    note.textContent = fill(messages().studioStep, {
      step: number(epoch * steps + step),
      steps: number(epochs * steps),
      minutes: number(remaining / 60, 1),
    });
    if (samples) {
      made.replaceChildren(...samples.map((image, i) => madePicture(image, fill(say.studioSample, { number: i + 1 }))));
    }
    if (quality) figures.replaceChildren(...figuresOf(progress));
  };

  start.addEventListener('click', async () => {
    running = new AbortController();
    start.hidden = true;
    stop.hidden = bar.hidden = false;
    bar.removeAttribute('value');
    note.textContent = messages().trainStarting;
    try {
      await run();
    } catch (error) {
      const { code, name, message, remedy } = error as {
        code?: string;
        name: string;
        message: string;
        remedy?: string;
      };
      const ended = code === 'aborted' || name === 'AbortError';
      note.textContent = ended ? messages().studioStopped : [message, remedy].filter(Boolean).join(' ');
      announce(note.textContent);
    } finally {
      start.hidden = false;
      stop.hidden = bar.hidden = true;
    }
  });
  stop.addEventListener('click', () => running.abort());

  return {
    title: say.studio,
    content: element(
      'div',
      { class: 'studio' },
      element('h1', { class: 'page-title' }, say.studio),
      element('p', { class: 'studio-lead' }, say.studioText),
      element('p', { class: 'quiet' }, fill(say.studioKinds, { kinds: listed.format(KINDS.map(labelOf)) })),
      element('p', { class: 'panel-actions' }, start, stop),
      bar,
      note,
      element(
        'div',
        { class: 'studio-bench' },
        element(
          'section',
          { class: 'studio-part', 'aria-labelledby': 'studio-made' },
          element('h2', { id: 'studio-made' }, say.studioMade),
          element('p', { class: 'quiet' }, say.studioMadeNote),
          made,
        ),
        element(
          'section',
          { class: 'studio-part', 'aria-labelledby': 'studio-losses' },
          element('h2', { id: 'studio-losses' }, say.studioLosses),
          element('p', { class: 'quiet' }, say.studioLossesNote),
          plot.root,
          element(
            'ul',
            { class: 'plot-names' },
            element('li', { class: 'plot-generator' }, say.studioGenerator),
            element('li', { class: 'plot-discriminator' }, say.studioDiscriminator),
            element('li', { class: 'plot-total' }, say.studioTotal),
          ),
          figures,
        ),
      ),
    ),
  };
}

function figuresOf({ losses, quality, rollbacks, collapsed }: PictureTrainingProgress): HTMLElement[] {
  const say = messages();
  const rows: [string, string][] = [
    [say.studioGenerator, number(losses.generator, 2)],
    [say.studioDiscriminator, number(losses.discriminator, 2)],
    [say.studioTotal, number(losses.total, 2)],
  ];
  if (quality) {
    rows.push([say.studioDistance, number(quality.distance, 3)]);
    rows.push([say.studioDiversity, number(quality.diversity, 2)]);
    rows.push([say.studioCoverage, `${number(100 * quality.coverage)} %`]);
  }
  if (collapsed) rows.push([say.studioCollapsed, say.studioCollapsedNote]);
  if (rollbacks > 0) rows.push([say.studioRollbacks, number(rollbacks)]);
  return rows.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]);
}
