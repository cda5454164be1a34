import { ms, table } from '../harness/markdown.mjs';

export const title = 'Search: words → products';

const MB = (bytes) => (bytes / 1e6).toFixed(1);

export function report({ data, protocol, catalogues }) {
  const text = [
    `${protocol[0].toUpperCase()}${protocol.slice(1)}. Data: ${data}.`,
    ...catalogues.flatMap(({ catalogue, products, contenders }) => [
      '',
      table(
        [`${catalogue} (${products.toLocaleString('en')} products)`, ...contenders.map(({ name }) => name)],
        [
          ...Object.keys(contenders[0].success).map((group) => [
            `found: ${group}`,
            ...contenders.map(({ success }) => success[group].toFixed(3)),
          ]),
          ['a query, ms, median (95th percentile)', ...contenders.map(({ query }) => ms(query))],
          ['build, ms', ...contenders.map(({ build }) => String(build))],
          ['memory, MB', ...contenders.map(({ memory }) => MB(memory))],
          ['stored, MB', ...contenders.map(({ storedBytes }) => MB(storedBytes))],
        ],
      ),
    ]),
    '',
    `Settings: ${catalogues[0].contenders.map(({ name, settings }) => `${name} ${settings}`).join('; ')}.`,
  ].join('\n');
  return { text, pictures: {} };
}
