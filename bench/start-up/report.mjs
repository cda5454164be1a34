import { barChart } from '../harness/chart.mjs';
import { count, megabytes, ms, table } from '../harness/markdown.mjs';

export const title = 'Start-up';

export function report({ sizes, data, protocol }) {
  const text = [
    `From before the package is imported to the first shelf in the document. ${protocol}. Data: ${data}.`,
    '',
    table(
      ['', 'feed MB', 'pack MB', 'first visit, ms', 'return, ms'],
      sizes.map(({ products, feedBytes, packBytes, first, again }) => [
        `${count(products)} products`,
        megabytes(feedBytes),
        megabytes(packBytes),
        ms(first),
        ms(again),
      ]),
    ),
  ].join('\n');
  const chart = barChart(
    'Script start → first shelf, milliseconds (median, line to the 95th percentile)',
    sizes.flatMap(({ products, first, again }) => [
      {
        label: `first visit, ${count(products)} products`,
        own: true,
        value: first.median,
        high: first.p95,
        figure: ms(first),
      },
      {
        label: `return, ${count(products)} products`,
        own: true,
        value: again.median,
        high: again.p95,
        figure: ms(again),
      },
    ]),
  );
  return { text, pictures: { 'start-up.svg': chart } };
}
