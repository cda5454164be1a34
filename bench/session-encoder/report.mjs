import { barChart } from '../harness/chart.mjs';
import { ms, table } from '../harness/markdown.mjs';

export const title = 'Understanding one more click';

export function report({ shape, timings, slidingMs, difference, protocol }) {
  const { median } = timings['vitrine, one more click'];
  const times = (value, of) => `${Number((value / of).toPrecision(2))}×`;
  const text = [
    `The attention model's encoder, ${shape.blocks} blocks of width ${shape.width}, window of ${shape.longest} clicks. ${protocol}. Largest difference between the states: ${difference}.`,
    '',
    `One more click costs one token, ${median} ms where the window is fullest. Over a visit, with the window read anew at each slide, it is ${slidingMs} ms a click.`,
    '',
    table(
      ['', '÷ one more click', '÷ one more click, slides included', 'ms, median (95th percentile)'],
      Object.entries(timings).map(([name, timing]) => [
        name,
        times(timing.median, median),
        times(timing.median, slidingMs),
        ms(timing),
      ]),
    ),
  ].join('\n');
  const chart = barChart(
    'One more click encoded, milliseconds (median, line to the 95th percentile)',
    Object.entries(timings).map(([label, { median, p95 }]) => ({
      label,
      own: label.startsWith('vitrine'),
      value: median,
      high: p95,
      figure: String(median),
    })),
  );
  return { text, pictures: { 'session-encoder.svg': chart } };
}
