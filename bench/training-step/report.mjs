import { barChart } from '../harness/chart.mjs';
import { count, ms, table } from '../harness/markdown.mjs';

export const title = 'One step of training';

export function report({ model, steps, difference, protocol }) {
  const ratio = (timings) => `${Number((timings['plain tfjs'].median / timings.vitrine.median).toPrecision(2))}×`;
  const text = [
    `Self-attention, ${model.blocks} block of width ${model.width}, ${count(model.items)} items, some 2,000 positions in a batch. ${protocol}. The plain version is the same model, loss and optimiser written with the tensor library's own operations; without dropout the losses of both go the same way, to ${difference} of their size.`,
    '',
    table(
      ['', 'plain tfjs ÷ vitrine', 'vitrine, ms, median (95th percentile)', 'plain tfjs'],
      Object.entries(steps).map(([name, timings]) => [
        name,
        ratio(timings),
        ms(timings.vitrine),
        ms(timings['plain tfjs']),
      ]),
    ),
  ].join('\n');
  const chart = barChart(
    'One step of training, milliseconds (median, line to the 95th percentile)',
    Object.entries(steps).flatMap(([name, timings]) =>
      Object.entries(timings).map(([contender, { median, p95 }]) => ({
        label: `${contender}, ${name}`,
        own: contender === 'vitrine',
        value: median,
        high: p95,
        figure: String(median),
      })),
    ),
  );
  return { text, pictures: { 'training-step.svg': chart } };
}
