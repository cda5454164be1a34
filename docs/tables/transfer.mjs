// The tables of docs/transfer.md, from the recorded results: trainings that start from another pack, and in the page.
import { table } from '../../bench/harness/markdown.mjs';
import { figure, signed, sourceOf } from './figures.mjs';

const difference = (one) =>
  one === undefined
    ? '–'
    : `${signed(one.difference, 4)} ± ${figure(one.interval)} (${signed(100 * one.relative, 1)} %)`;

const STARTS = [
  ['scratch', 'random weights'],
  ['from-sports', 'the pack of Sports: other products, other ids'],
  ['from-yesterday', "the shop's own earlier pack"],
  ['from-yesterday-2', '… for two epochs'],
  ['scratch-6', 'another tenth of the shoppers: random weights'],
  ['from-sports-6', '… the pack of Sports'],
  ['scratch-2048', 'the first tenth, by steps of 2,048 positions, the defaults before: random weights'],
  ['from-sports-2048', '… the pack of Sports'],
];

/** How the small shop's model ranks after each start. */
function starts(results) {
  const both = results['from-sports-both-over-scratch'].differences;
  const found = STARTS.filter(([name]) => results[name] !== undefined);
  const rows = found.map(([name, from]) => {
    const { metrics, validation } = results[name];
    const over = results[`${name}-over-scratch`]?.differences['ndcg@10'];
    return [
      from,
      `${figure(validation['attention.recall@10'])} / ${figure(validation['attention.ndcg@10'])}`,
      `${figure(metrics['recall@10'])} / ${figure(metrics['ndcg@10'])}`,
      difference(over),
    ];
  });
  return [
    table(['start', 'validation', 'test', 'test NDCG@10, over the same from random weights'], rows),
    found.map(([name]) => `- ${sourceOf(results[name])}`).join('\n'),
    `The lists of both tenths together (each pair of files one after the other, \`vitrine compare\`), from Sports over random weights:
NDCG@10 ${difference(both['ndcg@10'])}, recall@10 ${difference(both['recall@10'])}, recall@20 ${difference(both['recall@20'])}.`,
  ];
}

/** What fine-tuning in the page gives, and how often its guard lets it. */
function inThePage(result) {
  const { visitors, cases, adopted, better, worse, differences } = result;
  const rows = Object.entries({ 'all visitors': differences.all, 'those it was adopted for': differences.adopted })
    .filter(([, byMetric]) => byMetric !== undefined)
    .flatMap(([name, byMetric]) =>
      Object.entries(byMetric).map(([metric, one]) => [
        `${name}, ${metric}`,
        figure(one.theirs),
        figure(one.ours),
        difference(one),
      ]),
    );
  return [
    `${visitors} visitors, ${cases} questions. The guard adopted the new weights for ${adopted}; they ranked better for ${better} of
these, worse for ${worse}, and alike for ${adopted - better - worse}.`,
    table(['', "the pack's weights", 'the weights that serve then', 'difference'], rows),
    `- ${sourceOf(result)}`,
  ];
}

/** The tables of docs/transfer.md. @param results of bench/results/transfer, by name */
export function transferTables(results) {
  return {
    starts: starts(results).join('\n\n'),
    'fine-tuning-in-the-page': inThePage(results['fine-tuning']).join('\n\n'),
  };
}
