import { barChart } from '../harness/chart.mjs';
import { count, ms, table } from '../harness/markdown.mjs';

export const title = 'Click → stored → new shelf';

export function report({ sizes, data, protocol, against }) {
  const head = (what) => [what, ...sizes.map(({ products }) => `${count(products)} products`)];
  const row = (label, write) => [label, ...sizes.map(write)];
  const text = [
    `${protocol[0].toUpperCase()}${protocol.slice(1)}. Data: ${data}. The tensor runtime is not loaded, except in the rows on training.`,
    '',
    table(head('times the bare round trip (message → IndexedDB commit → message)'), [
      row('click → stored → new shelf', ({ timesBare }) => `${timesBare}×`),
      row('the same while the model is fine-tuned, times the idle one', ({ training }) => `${training.timesIdle}×`),
      row(
        'click with five rules, a placement and an experiment, times the plain one: median (95th percentile)',
        ({ shopsSay }) => (shopsSay ? `${shopsSay.times.median}× (${shopsSay.times.p95}×)` : '–'),
      ),
      ...(against
        ? [
            row(`click, times that of the build of ${against} in the same run: median (95th percentile)`, (size) =>
              size.against ? `${size.against.times.median}× (${size.against.times.p95}×)` : '–',
            ),
          ]
        : []),
    ]),
    '',
    table(head('milliseconds, median (95th percentile)'), [
      row('bare round trip', ({ bare }) => ms(bare)),
      row('click → stored → new shelf', ({ click }) => ms(click)),
      row('… of which inside the engine for the list', ({ engine }) => String(engine.median)),
      row('bare round trip while fine-tuning', ({ training }) => ms(training.bare)),
      row('click → stored → new shelf while fine-tuning', ({ training }) => ms(training.click)),
    ]),
    '',
    `Lists that gave the click just made as a reason: ${sizes.map(({ products, answered }) => `${Math.round(answered * 100)} % at ${count(products)}`).join(', ')}.`,
  ].join('\n');
  const chart = barChart(
    'Click → stored → new shelf, milliseconds (median, line to the 95th percentile)',
    sizes.flatMap(({ products, bare, click, training }) =>
      [
        { label: `bare, ${count(products)} products`, timing: bare },
        { label: `click, ${count(products)} products`, timing: click, own: true },
        { label: 'click while fine-tuning', timing: training.click, own: true },
      ].map(({ label, timing, own }) => ({
        label,
        own,
        value: timing.median,
        high: timing.p95,
        figure: ms(timing),
      })),
    ),
  );
  return { text, pictures: { 'click.svg': chart } };
}
