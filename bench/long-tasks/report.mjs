import { count, table } from '../harness/markdown.mjs';

export const title = 'The page’s own thread';

export function report({ sizes, demo, data, protocol }) {
  const visits = [
    ...sizes.map(({ products, ...tasks }) => ({ ...tasks, where: `${count(products)} products` })),
    ...(demo ? [{ ...demo, where: 'the demo shop' }] : []),
  ];
  const text = [
    `${protocol}. Data: ${data}. Blocking time counts what tasks take over 50 ms. Processor time leaves out what other processes took.`,
    '',
    table(
      ['', 'tasks', 'longest, ms', 'longest, ms of processor time', 'over 50 ms', 'blocking time, ms'],
      visits.map(({ where, tasks, longest, longestCpu, over, blocking }) => [
        where,
        ...[tasks, longest, longestCpu, over, blocking].map(String),
      ]),
    ),
  ].join('\n');
  return { text, pictures: {} };
}
