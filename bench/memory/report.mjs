import { count, megabytes, table } from '../harness/markdown.mjs';

export const title = 'Memory';

export function report({ sizes, data, protocol }) {
  const text = [
    `Megabytes, ${protocol}. Data: ${data}.`,
    '',
    table(
      ['', 'feed', 'pack', 'engine worker', 'page'],
      sizes.map(({ products, feedBytes, packBytes, engine, page }) => [
        `${count(products)} products`,
        ...[feedBytes, packBytes, engine, page].map(megabytes),
      ]),
    ),
  ].join('\n');
  return { text, pictures: {} };
}
