// Sections of docs/generators.md: items and gaps, from their recorded results.
import { table } from '../bench/harness/markdown.mjs';

const figure = (value, digits = 4) => (value === undefined ? '–' : value.toFixed(digits));
const commandOf = ({ command }) => command.replaceAll(/ --(?:record|work) \S+/g, '');

const seedsOf = ({ runs, seed }) =>
  runs === undefined ? `seed ${seed}` : `means over seeds ${runs.map((run) => run.seed).join(', ')}`;

/** @param results recorded ones by their file's name */
export function items(results) {
  const plain = results['new-products-beauty-regression'];
  const generated = results['new-products-beauty-generator'];
  if (plain === undefined || generated === undefined) return undefined;
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
  return [
    `## Items

From a product's attributes and words to the vector that a well-known product of that kind would have, so that it is ranked
from its first second (after GAR, Chen et al. 2022): a discriminator sees vectors beside the state of a visitor who turned to
that product, and tells learned ones from made ones; the generator learns to pass, to rank the product above others for that
visitor, and to stay near the learned vector. It begins at the content tower's ridge regression and has its form, so that
serving does not tell them apart. Before it is trained, each known product's learned vector is moved toward the one that
content makes of it, by the share that ranks known products best on validation: visitors are folded in from mixed vectors
then, and stand nearer to products that have made ones alone. \`--new-products-by generator\` does both, and keeps either for
each model where validation is better; else what was learned and the regression stay. What gains is the mixing and the
ranking: without the discriminator the generator is as good. What was tried: [item-choices.md](item-choices.md).`,
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
    `By recall@20 the generator stands ${over(generated, plain.metrics)} over the regression, and ${over(generated, content)} over plain content-kNN. It
takes minutes of training, and is off by default.`,
    `\`npx ${commandOf(generated)}\` at ${generated.commit}`,
    `\`npx ${commandOf(plain)}\` at ${plain.commit}`,
    ...(fused ? [`\`npx ${commandOf(fused)}\` at ${fused.commit}`] : []),
  ].join('\n\n');
}

/** @param results recorded ones by their file's name */
export function gaps(results) {
  const found = results['gaps-beauty'];
  if (found === undefined) return undefined;
  const names = Object.keys(found.metrics);
  const row = (name, metrics) => [name, ...names.map((metric) => figure(metrics[metric], 3))];
  return [
    `## Gaps in the range

The other way: products that there are not. \`npx vitrine gaps --pack shop.safetensors --products products.csv --events
events.csv --out gaps.csv\` names kinds, a path of categories under a brand, that no product is of, although the brand sells
beside them, where the visitors whom the category draws are those whom the brand draws: the angle between the means of the
vectors that the item generator makes of their products, beside how often both are met. Of each it says the category's median
price, the share of the visitors to whom it would be among the first 20 kinds, and which real products stand nearest. A gap
is a place to look, and no product.`,
    `Amazon Beauty, its attributes read as brands and paths of categories: all products of ${found.hidden} kinds were hidden from catalogue
and log, ALS trained on what was left, and the hidden kinds looked for among ${found.candidates.toLocaleString('en')} that no product is of. Share of them
that is named among the first, means over ${found.seeds.length} draws:`,
    table(
      ['', ...names.map((name) => name.replace('recall@', 'first '))],
      [row('**gaps**', found.metrics), ...Object.entries(found.baselines).map(([name, metrics]) => row(name, metrics))],
    ),
    `Most of what is named was not hidden: no table tells whether such a product would sell. Counting the visitors who met
both comes near it, and cannot rank what nobody met together.`,
    `\`npx ${commandOf(found)}\` at ${found.commit}, with products written by \`node bench/gaps/feed.mjs\``,
  ].join('\n\n');
}
