import { ms, table } from '../harness/markdown.mjs';

export const title = 'The click as a visitor has more tabs';

export function report({ results, data, protocol }) {
  const text = [
    `Data: ${data}. Protocol: ${protocol}. Afterwards all tabs count the same interactions and sessions, or the run fails.`,
    '',
    table(
      ['tabs', 'click → stored → new list, ms', '… → a list in another tab that knows of it, ms'],
      results.map(({ tabs, own, other }) => [String(tabs), ms(own), other === undefined ? '–' : ms(other)]),
    ),
  ].join('\n');
  return { text, pictures: {} };
}
