import { ms, table } from '../harness/markdown.mjs';

export const title = 'The click as a page has more shelves';

export function report({ shelves, data, protocol }) {
  const [one] = shelves;
  const times = (timing, first) => `${Number((timing.median / first.median).toPrecision(2))}×`;
  const text = [
    `Data: ${data}. Protocol: ${protocol}.`,
    '',
    table(
      [
        'shelves',
        'times one shelf',
        'click → all lists, ms',
        'a list inside the engine, ms',
        'each in its own department: times one',
        'click → all lists, ms',
        'a list inside the engine, ms',
      ],
      shelves.map(({ shelves, alike, filtered, engine }) => [
        String(shelves),
        times(alike, one.alike),
        ms(alike),
        String(engine.alike),
        times(filtered, one.filtered),
        ms(filtered),
        String(engine.filtered),
      ]),
    ),
  ].join('\n');
  return { text, pictures: {} };
}
