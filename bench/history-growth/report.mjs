import { count, ms, table } from '../harness/markdown.mjs';

export const title = 'The click as the history grows';

export function report({ histories, data, protocol }) {
  const [first] = histories;
  const text = [
    `Data: ${data}. Protocol: ${protocol}.`,
    '',
    table(
      ['interactions stored', 'times the shortest', 'click → stored → new shelf, ms', 'inside the engine, ms'],
      histories.map(({ length, click, engine }) => [
        count(length),
        `${Number((click.median / first.click.median).toPrecision(2))}×`,
        ms(click),
        String(engine.median),
      ]),
    ),
  ].join('\n');
  return { text, pictures: {} };
}
