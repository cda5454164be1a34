// Writes docs/transfer.md from the recorded results: trainings that start from another pack, and in the page.
import { table } from '../bench/harness/markdown.mjs';

const figure = (value) => (value === undefined ? '–' : value.toFixed(4));
const signed = (value, digits) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
const commandOf = ({ command }) => command.replaceAll(/ --(?:record|lists|work) \S+/g, '');
const line = (result) => `\`npx ${commandOf(result)}\` at ${result.commit}`;

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
    found.map(([name]) => `- ${line(results[name])}`).join('\n'),
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
    `- ${line(result)}`,
  ];
}

/** What the recorded figures mean, and trials beside them. */
const READING = `In the first tenth, from random weights validation stood at NDCG@10 .0169 after 8 epochs, .0302 after 16, and was best after 32. From the pack of
Sports it stood at .0314 after 6 and .0387, above all that random weights reached, after 10, and was best after 18. The shop's
own earlier pack had been trained on two thirds of what is trained on now: with it validation is ahead at first (.0283 after 5,
.0349 after 18) and ends where random weights end; two epochs on top of it are too few. One seed each.

What of it gains, by validation NDCG@10 (seed 1, steps of 2,048 positions, validated every other epoch; a pack of Sports trained
for 26 epochs):

| start | best | after epochs | epochs until random weights' best |
| --- | ---: | ---: | ---: |
| random weights | .0379 | 56 | 56 |
| the encoder alone, vectors drawn | .0367 | 44 | never |
| vectors placed by content alone, the encoder drawn | .0429 | 58 | 30 |
| both: what \`--from\` does | .0455 | 30 | 16 |

The encoder of another shop gave nothing without vectors that it can read, so a feed is needed where the products are others.
With products placed by content it halved the training. A pack that was itself trained for longer was the better start: from 26
epochs of Sports .0455, from 16, as recorded above, .0427.`;

/** @param results of bench/results/transfer, by name */
export function renderTransfer(results) {
  const parts = [
    `# Starting from another pack, and going on in the page

Written by \`npm run docs\` from \`bench/results/transfer/\`.

\`vitrine train --from PACK\` starts a training from the models of another pack: the encoder is taken whole; a product that the
pack knows by its id keeps its vector; another gets the one that the pack's content tower makes of its words and attributes;
what is left is drawn at random. The weights that it started from come back where no others validate better. A pack of
another shop needs \`--other-ids\` where both number their products, since equal ids would name unrelated ones, and a feed
(\`--products\`) in which the same words mean the same: numbered attributes of another shop do not.`,
    `## A small shop

Shops of a tenth of Amazon Beauty's shoppers each: the first has 2,237, and 7,905 products. Leave-one-out, attention alone,
the full catalogue of 12,101 products on sale; recall@10 / NDCG@10.

\`\`\`sh
awk 'NR % 10 == 1' ../shared/data/seq-s3rec/Beauty.txt > beauty-tenth.txt
awk 'NR % 10 == 6' ../shared/data/seq-s3rec/Beauty.txt > beauty-tenth-6.txt
awk 'NR % 10 != 1' ../shared/data/seq-s3rec/Beauty.txt > beauty-others.txt
# The log as it was: a fifth of the shoppers had not come yet, and each other's two latest interactions not happened.
awk 'NR % 5 != 1 && NF > 5 {NF -= 2; print}' beauty-tenth.txt > yesterday.txt
npx vitrine train --events ../shared/data/seq-s3rec/Sports_and_Outdoors.txt --model attention --no-refit \\
  --products ../shared/data/seq-s3rec/Sports_and_Outdoors_item_names.tsv \\
  --set attention.batchTokens=2048 --set attention.epochs=16 --out sports.safetensors
npx vitrine train --events yesterday.txt --model attention --no-refit --set attention.batchTokens=2048 \\
  --products ../shared/data/seq-s3rec/Beauty_item_names.tsv --out yesterday.safetensors
\`\`\``,
    ...starts(results),
    READING,
    `## In the page

\`shop.train()\` fine-tunes the pack's attention model on one visitor's own history, in the neural worker, and a guard keeps
the old weights where they predict the interactions that it held back better. Measured with the page's own code, for visitors
whom the pack was not trained on: each is fine-tuned on the older four fifths of the history, and asked for the newest fifth,
one interaction after the other. The pack is the small shop's, the visitors are Beauty's others.

\`\`\`sh
npx vitrine train --events beauty-tenth.txt --products ../shared/data/seq-s3rec/Beauty_item_names.tsv \\
  --model attention+knn --fusion weights --no-refit --from sports.safetensors --other-ids \\
  --set attention.epochs=30 --out tenth.safetensors
\`\`\``,
    ...inThePage(results['fine-tuning']),
    `So at its defaults fine-tuning moves the lists of such visitors by next to nothing, for better or for worse; the guard adopts
whatever lowers the loss that it held back, however little. More of it did not help: for 150 visitors, drawn likewise, ten
epochs at a learning rate of .001 gave NDCG@10 +.0004 ± .0035, 11 visitors better and 13 worse, though the loss fell by .0231 ±
.0157 nats, where for the same visitors the defaults' fell by .0040 ± .0031. What a visitor clicks reaches the list without
training, through the history that the encoder reads.`,
  ];
  return `${parts.join('\n\n')}\n`;
}
