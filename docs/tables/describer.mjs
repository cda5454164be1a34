// The tables on the describer in docs/generators.md, from the recorded results.
import { table } from '../../bench/harness/markdown.mjs';
import { shortFigure as figure, sourceOf } from './figures.mjs';

/** Results by their file's name, and what each was measured of. */
const MEASURED = [
  [
    'describer-myntra',
    '`--facts sold-by`, the default: nothing of brand, colour, size, measures and price that the record does not say',
  ],
  ['describer-myntra-strict', '`--facts strict`: nothing of material and any number either'],
];

/** In Chinese. */
const IN_CHINESE = [
  ['describer-osier-zh-asked', 'Every fifth product of the range, never learned from'],
  ['describer-osier-zh-others', 'Products of a range that is drawn from another seed'],
  [
    'describer-adventureworks-zh',
    'AdventureWorks: records in English, texts in Chinese; every fifth text never learned from',
  ],
];

/** @param results recorded ones by their file's name */
export function describerTables(results) {
  const measured = MEASURED.filter(([name]) => results[name]);
  const texts = [
    ...measured.map(([name, rule]) => measurement(results[name], rule)),
    ...MEASURED.map(([name]) => results[`training-${name}`])
      .filter(Boolean)
      .map(training),
  ];
  const chinese = [
    ...IN_CHINESE.map(([name, what]) => measurement(results[name], what, '####')),
    trainedTo(results['training-describer-osier-zh']),
  ];
  return {
    texts: texts.join('\n\n'),
    'texts-chinese': chinese.join('\n\n'),
    'texts-order': order(results['order-osier']),
    ...refining(results),
  };
}

/** A training in one line. */
function trainedTo({ curve, parameters, ...result }) {
  const { epoch, loss, held } = curve.at(-1);
  return [
    `${parameters.toLocaleString('en')} parameters; after ${epoch} epochs the cross-entropy is ${figure(loss, 2)} nats a token taught, ${figure(held, 2)} held out.`,
    sourceOf(result),
  ].join('\n\n');
}

/** Whether texts to visitors begin with what they share most. */
function order({ metrics, visitors, textsThatInvent, ...result }) {
  return [
    table(
      [`${visitors} visitors`, 'the fact comes first that the history shares most'],
      [
        ['to this visitor', percent(metrics.sharedMostFirst)],
        ['to everybody', percent(metrics.sharedMostFirstForEverybody)],
      ],
    ),
    `Of the texts to a visitor, ${textsThatInvent} state what the record does not.`,
    sourceOf(result),
  ].join('\n\n');
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;

function measurement(result, rule, heading = '###') {
  const { metrics, alone, baselines, texts, sources, bytes, samples } = result;
  const row = (name, of) => [name, figure(of.bleu4), figure(of.rougeL), `${of.textsThatInvent} of ${texts}`];
  const { nearest, template } = baselines;
  const verdict = (name, of) => {
    const above = ['bleu4', 'rougeL'].filter((metric) => metrics[metric] > of[metric]).length;
    return `${['on neither metric', 'on one metric of two', 'on both metrics'][above]} above ${name}`;
  };
  return [
    `${heading} ${rule}`,
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
    sourceOf(result),
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
    sourceOf(result),
  ].join('\n\n');
}

/** The net of maximum likelihood beside the one that went on against a discriminator. */
function refining({
  'refining-describer-myntra': result,
  'describer-myntra': likely,
  'describer-myntra-refined': refined,
}) {
  const { likelihood, adversarial } = result.phases;
  const row = (name, ...measured) => [
    name,
    ...measured.flatMap(({ bleu4, rougeL }) => [figure(bleu4, 4), figure(rougeL, 4)]),
  ];
  return {
    'texts-refined': table(
      [
        '',
        'alone, held out: BLEU-4',
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
    'texts-refined-command': sourceOf(result),
  };
}
