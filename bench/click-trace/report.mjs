import { table } from '../harness/markdown.mjs';
import { flameChart, timeline } from './pictures.mjs';

export const title = 'Where the time of a click goes';

export function report({ clicks, took, busy, nobody, median, flame, data, protocol }) {
  const share = (time) => `${Math.round((100 * time) / took)} %`;
  const text = [
    `From Chromium’s trace, ${protocol}. Data: ${data}. Medians of ${clicks} clicks, from the call of \`track()\` to the shelf in`,
    'the document; threads overlap a little.',
    '',
    table(
      ['', 'milliseconds', 'of the click'],
      [
        ['a click', String(took), ''],
        ...Object.entries(busy).map(([thread, time]) => [
          thread === 'storage' ? 'the browser’s storage works' : `the ${thread}’s thread works`,
          String(time),
          share(time),
        ]),
        ['none of them: messages on their way', String(nobody), share(nobody)],
      ],
    ),
    '',
    'The second picture is what the engine’s thread does in that time, by function, milliseconds a click; what took less than a',
    'hundredth is left out.',
  ].join('\n');
  return {
    text,
    pictures: {
      'click-timeline.svg': timeline('One click, the median one: when each thread works', median),
      'click-flame.svg': flameChart('The engine’s thread in a click, milliseconds', flame),
    },
  };
}
