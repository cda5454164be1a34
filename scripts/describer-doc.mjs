// The describer's section of docs/generators.md, from the recorded results.
import { table } from '../bench/harness/markdown.mjs';

const figure = (value, digits = 3) => value.toFixed(digits);
const commandOf = ({ command }) => command.replaceAll(/ --(?:record|work) \S+/g, '');

/** Results by their file's name, and what each was measured of. */
const MEASURED = [
  [
    'describer-myntra',
    '`--facts sold-by`, the default: nothing of brand, colour, size, measures and price that the record does not say',
  ],
  ['describer-myntra-strict', '`--facts strict`: nothing of material and any number either'],
];

/** @param results recorded ones by their file's name @returns {string | undefined} */
export function describer(results) {
  const measured = MEASURED.filter(([name]) => results[name]);
  if (measured.length === 0) return undefined;
  return [
    `## Product texts

\`vitrine train-describer\` trains it on the shop's own texts, \`vitrine describe\` writes those of a whole catalogue,
\`shop.describe(id)\` one in the page, without tensors. A small decoder-only Transformer reads what a product's record says and
goes on with a text, in words and phrases; beside what it writes stand the shop's own texts of the most similar products, edited:
their facts replaced by this product's, what the record does not say left out. The one that has most in common with the edited
ones, each weighed by how similar its product is, is given. Facts are slots to the model and are filled from the record; words
that tell a fact of their own are never written; every text is read again, and where nothing passes the product's title is given
and \`source\` says \`template\`. With \`generators.builtIn\` the browser's own language model is asked first, and its text is taken
only where it passes the same check. What the check does not know, it does not see: a quality that is neither of these facts
(\`long sleeves\`) is a guess from similar products, and names of product lines count as plain words.`,
    ...measured.map(([name, rule]) => measurement(results[name], rule)),
    ...MEASURED.map(([name]) => results[`training-${name}`])
      .filter(Boolean)
      .map(training),
    refining(results),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function measurement(result, rule) {
  const { metrics, alone, baselines, texts, sources, bytes, samples } = result;
  const row = (name, of) => [name, figure(of.bleu4), figure(of.rougeL), `${of.textsThatInvent} of ${texts}`];
  const { nearest, template } = baselines;
  const verdict = (name, of) => {
    const above = ['bleu4', 'rougeL'].filter((metric) => metrics[metric] > of[metric]).length;
    return `${['on neither metric', 'on one metric of two', 'on both metrics'][above]} above ${name}`;
  };
  return [
    `### ${rule}`,
    table(
      ['', 'BLEU-4', 'ROUGE-L', 'texts that say what the record does not'],
      [
        row('**describer**', metrics),
        row('… what its net writes, alone', alone.written),
        row("… the shop's texts edited, alone", alone.edited),
        row('text of the most similar product, copied', nearest),
        row(`template: ${template.form}`, template),
      ],
    ),
    `The describer is ${verdict('the copy', nearest)} and ${verdict('the template', template)}. Texts are counted by a check that
shares lists of words with the describer and nothing else. ${sources.written} were written, ${sources.edited} edited, ${sources.template} by
template; the file has ${(bytes / 1e6).toFixed(2)} MB.`,
    table(
      ['product', "the shop's text", 'made'],
      samples.slice(0, 4).map(({ title, shop, made }) => [title, short(shop), short(made)]),
    ),
    `\`npx ${commandOf(result)}\` at ${result.commit}`,
  ].join('\n\n');
}

/** One line of at most so many characters. */
const LONGEST = 220;
function short(text) {
  const line = text.replaceAll('\n', ' / ').replaceAll('|', '\\|');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

function training({ curve, parameters, ...result }) {
  const losses = curve.map(({ epoch, loss, held }) => [String(epoch), figure(loss, 2), figure(held, 2)]);
  return [
    `${parameters.toLocaleString('en')} parameters. Cross-entropy, nats a token:`,
    table(['epoch', 'taught', 'held out'], losses),
    `\`npx ${commandOf(result)}\` at ${result.commit}`,
  ].join('\n\n');
}

/** The net of maximum likelihood beside the one that went on against a discriminator. */
function refining({
  'refining-describer-myntra': result,
  'describer-myntra': likely,
  'describer-myntra-refined': refined,
}) {
  if (!result || !likely || !refined) return undefined;
  const { likelihood, adversarial } = result.phases;
  const row = (name, ...measured) => [
    name,
    ...measured.flatMap(({ bleu4, rougeL }) => [figure(bleu4, 4), figure(rougeL, 4)]),
  ];
  return [
    `### \`--refine\`: against a discriminator

As the behaviour generator's: a discriminator sees a word or phrase beside what came so far and tells the shop's own from one that
the net draws, and the gradient passes the draw (Gumbel-softmax, straight-through). \`vitrine train-describer --refine\` keeps the
refined net only where it writes texts kept back better: of 400 products, the likeliest word each time. On the test the net writes
with its beam, alone and in the describer as it is served:`,
    table(
      [
        '',
        'alone, kept back: BLEU-4',
        'ROUGE-L',
        'alone, test: BLEU-4',
        'ROUGE-L',
        'as served, test: BLEU-4',
        'ROUGE-L',
      ],
      [
        row('maximum likelihood', likelihood, likely.alone.written, likely.metrics),
        row('… then adversarial', adversarial, refined.alone.written, refined.metrics),
      ],
    ),
    'The option is off by default: it would have to win on texts kept back and on the test, alone and as served.',
    `\`npx ${commandOf(result)}\` at ${result.commit}`,
  ].join('\n\n');
}
