import { barChart } from '../harness/chart.mjs';
import { count, megabytes, ms, table } from '../harness/markdown.mjs';

export const title = 'Scoring as the catalogue grows';

export function report({ sizes, packs, data, protocol }) {
  const [first, last] = [sizes.find(({ products }) => products === 10_000), sizes.at(-1)];
  const times = (ratio) => `${Number(ratio.toPrecision(3))} times`;
  const sections = Object.keys(packs[0].sections);
  const text = [
    `Data: ${data}. Protocol: ${protocol}.`,
    '',
    `From ${count(first.products)} to ${count(last.products)} products the bytes grow ${times(last.bytes / first.bytes)} and the time ${times(last.timing.median / first.timing.median)}: ${last.timing.median / first.timing.median <= last.bytes / first.bytes ? 'no worse than linear in bytes' : 'worse than linear in bytes'}.`,
    '',
    table(
      ['', 'ms, median (95th percentile)', 'nanoseconds a product', 'scorer’s memory, MB'],
      sizes.map(({ products, timing, nanosecondsAProduct, bytes }) => [
        `${count(products)} products`,
        ms(timing),
        String(nanosecondsAProduct),
        megabytes(bytes),
      ]),
    ),
    '',
    'Megabytes of a shop’s feed and of its pack (a simulated shop: see the click), in all and by section; “Memory by part” has what each takes in the engine’s memory:',
    '',
    table(
      ['', 'feed', 'pack', ...sections],
      packs.map(({ products, feedBytes, packBytes, sections: bytes }) => [
        `${count(products)} products`,
        ...[feedBytes, packBytes, ...sections.map((name) => bytes[name])].map(megabytes),
      ]),
    ),
  ].join('\n');
  const chart = barChart(
    'Best 200 of the catalogue, milliseconds (median, line to the 95th percentile)',
    sizes.map(({ products, timing, nanosecondsAProduct }) => ({
      label: `${count(products)} products`,
      own: true,
      value: timing.median,
      high: timing.p95,
      figure: `${timing.median} · ${nanosecondsAProduct} ns a product`,
    })),
  );
  return { text, pictures: { 'growth.svg': chart } };
}
