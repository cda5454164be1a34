import { table } from '../harness/markdown.mjs';

export const title = 'Imagined pictures';

export function report({ pictures, first, again, data, protocol }) {
  const text = [
    `Milliseconds, ${protocol}. Data: ${data}.`,
    '',
    table(
      ['', 'median', 'p95'],
      [
        [`${pictures} pictures`, again.median, again.p95],
        [`the first ${pictures}: worker, tensor runtime and generator start`, Math.round(first), ''],
      ],
    ),
  ].join('\n');
  return { text, pictures: {} };
}
