// The tables on items and gaps in docs/generators.md, from their recorded results.
import { table } from '../../bench/harness/markdown.mjs';
import { figure, sourceOf } from './figures.mjs';

const seedsOf = ({ runs, seed }) =>
  runs === undefined ? `seed ${seed}` : `means over seeds ${runs.map((run) => run.seed).join(', ')}`;

/** @param results recorded ones by their file's name */
export function itemTables(results) {
  const plain = results['new-products-beauty-regression'];
  const generated = results['new-products-beauty-generator'];
  const content = plain.baselines['content-knn'];
  const fused = results['new-products-beauty-with-content'];
  const row = (name, { metrics, intervals, bytes }) => [
    name,
    `${figure(metrics['recall@20'])}${intervals ? ` ± ${figure(intervals['recall@20'])}` : ''}`,
    figure(metrics['ndcg@20']),
    figure(metrics['ndcg@10']),
    bytes === undefined ? '–' : figure(bytes / 1e6, 2),
  ];
  const over = ({ metrics }, other) => `${(100 * (metrics['recall@20'] / other['recall@20'] - 1)).toFixed(1)} %`;
  const items = [
    `Amazon Beauty, a fifth of the products never trained on, ranked among themselves; by ALS,
${seedsOf(generated)}:`,
    table(
      ['', 'recall@20', 'NDCG@20', 'NDCG@10', 'pack, MB'],
      [
        row('**item generator**', generated),
        row('ridge regression', plain),
        row('content-kNN, plain', { metrics: content }),
        ...(fused
          ? [
              row("the package's neighbours by content", { metrics: fused.singles.content }),
              row('**item generator and these neighbours**', fused),
            ]
          : []),
      ],
    ),
    `By recall@20 the generator is ${over(generated, plain.metrics)} above the regression, and ${over(generated, content)} above plain content-kNN.`,
  ];
  const commands = [generated, plain, ...(fused ? [fused] : [])].map(sourceOf);
  return { items: items.join('\n\n'), 'items-commands': commands.join('\n\n') };
}

/** @param results recorded ones by their file's name */
export function gapTables(results) {
  const found = results['gaps-beauty'];
  const names = Object.keys(found.metrics);
  const row = (name, metrics) => [name, ...names.map((metric) => figure(metrics[metric], 3))];
  const gaps = [
    `Amazon Beauty, its attributes read as brands and paths of categories: all products of ${found.hidden} kinds were hidden from catalogue
and log, ALS trained on what was left, and the hidden kinds looked for among ${found.candidates.toLocaleString('en')} that no product is of. Share of them
that is named among the first, means over ${found.seeds.length} draws:`,
    table(
      ['', ...names.map((name) => name.replace('recall@', 'first '))],
      [row('**gaps**', found.metrics), ...Object.entries(found.baselines).map(([name, metrics]) => row(name, metrics))],
    ),
  ];
  return {
    gaps: gaps.join('\n\n'),
    'gaps-command': `${sourceOf(found)}, with products written by \`node bench/gaps/feed.mjs\``,
  };
}
