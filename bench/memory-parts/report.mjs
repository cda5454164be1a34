import { megabytes, table } from '../harness/markdown.mjs';

export const title = 'Memory by part';

export function report({ parts, feed, data, protocol }) {
  const counted = Object.values(feed).reduce((sum, bytes) => sum + bytes, 0);
  const { added: whole } = parts.find(({ part }) => part === 'the feed');
  const text = [
    `Megabytes: ${protocol}. Data: ${data}.`,
    '',
    table(
      ['', 'in the pack’s file', 'adds', 'the engine holds'],
      parts.map(({ part, inFile, added, bytes }) => [
        inFile === undefined ? part : `the pack’s \`${part}\``,
        ...[inFile, added, bytes].map(megabytes),
      ]),
    ),
    '',
    'Of the feed, counted by array; the rest is which row has which feature, rows by place and scratch:',
    '',
    table(
      ['', ...Object.keys(feed), 'the rest'],
      [['megabytes', ...[...Object.values(feed), whole - counted].map(megabytes)]],
    ),
  ].join('\n');
  return { text, pictures: {} };
}
