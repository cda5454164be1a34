import { barChart } from '../harness/chart.mjs';
import { count, megabytes, ms, table } from '../harness/markdown.mjs';

export const title = 'Scoring the catalogue';

const ratio = (value) => `${Number(value.toPrecision(2))}×`;

/** @returns the section's text and its pictures by file name. */
export function report({ sizes, data, protocol, choice }) {
  const names = [...new Set(sizes.flatMap(({ contenders }) => contenders.map(({ name }) => name)))];
  const of = (size, name) => size.contenders.find((contender) => contender.name === name);
  const cell = (name, write) => (size) => {
    const found = of(size, name);
    return found === undefined ? '–' : write(found, size);
  };
  const rows = (write) => names.map((name) => [name, ...sizes.map(cell(name, write))]);
  const head = (what) => [what, ...sizes.map((size) => `${count(size.rows)} products`)];
  const largest = sizes.at(-1);
  const shown = sizes.find((size) => size.rows === 100_000) ?? largest;
  const peers = (size) => size.contenders.filter(({ name, exact }) => exact && !name.startsWith('vitrine'));
  /** The fastest other exact one. */
  const best = (size) => peers(size).reduce((a, b) => (b.timing.median < a.timing.median ? b : a));
  const own = (size) => of(size, 'vitrine');
  const fine = (size) => of(size, 'vitrine, 16 bits');
  const text = [
    `The best ${protocol.match(/top (\d+)/)[1]} products for one visitor, over every product. Data: ${data}. ${protocol}.`,
    '',
    'Time as a multiple of the machine’s streaming read of the same int8 rows in the same run (the least that looking at every product can cost):',
    '',
    table(head(''), [
      ...rows(({ timesRead }) => ratio(timesRead)),
      [
        'fastest other exact one ÷ vitrine',
        ...sizes.map((size) => ratio(best(size).timing.median / own(size).timing.median)),
      ],
      ['… ÷ vitrine, 16 bits', ...sizes.map((size) => ratio(best(size).timing.median / fine(size).timing.median))],
      ['memory of vitrine, 16 bits ÷ its', ...sizes.map((size) => ratio(fine(size).bytes / best(size).bytes))],
      [
        'vectors in → ready: hnswlib-wasm ÷ vitrine',
        ...sizes.map(cell('hnswlib-wasm', ({ buildMs }, size) => ratio(buildMs / own(size).buildMs))),
      ],
    ]),
    '',
    'Milliseconds, median (95th percentile):',
    '',
    table(head(''), [
      ['streaming read', ...sizes.map(({ read }) => `${ms(read.timing)}, ${read.gigabytesPerSecond} GB/s`)],
      ...rows(({ timing }) => ms(timing)),
    ]),
    '',
    'Recall@100 against float64 scoring of the float32 vectors:',
    '',
    table(
      head(''),
      rows((contender) => String(contender['recall@100'] ?? '–')),
    ),
    '',
    'Milliseconds from float32 vectors to ready, and megabytes kept (its WebAssembly memory, or its arrays; – where it cannot say):',
    '',
    table(
      head(''),
      rows(({ buildMs, bytes }) => `${count(Math.round(buildMs))} ms, ${megabytes(bytes)} MB`),
    ),
    '',
    'Megabytes of the vectors in a pack:',
    '',
    table(
      head(''),
      rows(({ packed }) => megabytes(packed)).filter(([, ...cells]) => cells.some((cell) => cell !== '–')),
    ),
    '',
    `The code that a browser with WebGPU takes (${choice.gpu}; best 100): ${choice.sizes
      .map(({ rows, kind, reason }) => `at ${count(rows)} products ${kind}, ${reason}`)
      .join('; ')}.`,
    '',
    ...sizes.flatMap(({ left, rows }) =>
      left.map(({ name, because }) => `- ${name} is left out at ${count(rows)}: ${because}.`),
    ),
  ].join('\n');
  const chart = barChart(
    `Best 100 of ${count(shown.rows)} products, milliseconds (median, line to the 95th percentile)`,
    [
      { label: 'streaming read', timing: shown.read.timing, 'recall@100': undefined },
      ...shown.contenders.map((contender) => ({
        label: contender.name,
        own: contender.name.startsWith('vitrine'),
        ...contender,
      })),
    ].map(({ label, own, timing, ...rest }) => ({
      label,
      own,
      value: timing.median,
      high: timing.p95,
      figure: `${timing.median}${rest['recall@100'] === undefined ? '' : ` · recall ${rest['recall@100']}`}`,
    })),
  );
  return { text, pictures: { 'item-scoring.svg': chart } };
}
