import { count, table } from '../harness/markdown.mjs';

export const title = 'Reading a log';

export function report({ lines, bytes, data, protocol, count: counted, rounds }) {
  const row = (name, of) => {
    const middle = (figure) =>
      rounds.map((round) => round[of][figure]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)];
    return [name, middle('seconds').toFixed(1), middle('processorSeconds').toFixed(1), String(middle('megabytes'))];
  };
  const text = [
    `${count(lines)} lines, ${(bytes / 1e9).toFixed(2)} GB: ${data}. Counted: ${counted}. ${protocol[0].toUpperCase()}${protocol.slice(1)}; medians of ${rounds.length} rounds.`,
    '',
    table(
      ['', 'seconds', 'of processor', 'MB'],
      [row('counting the lines', 'count'), row('`vitrine inspect`', 'inspect')],
    ),
  ].join('\n');
  return { text, pictures: {} };
}
