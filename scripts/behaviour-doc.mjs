// Section of docs/generators.md: behaviour, from its recorded results.
import { table } from '../bench/harness/markdown.mjs';

const figure = (value, digits = 3) => (value === undefined ? '–' : value.toFixed(digits));
const commandOf = ({ command }) => command.replaceAll(/ --(?:record|work) \S+/g, '');
const TITLES = { 'online-retail': 'Online retail', Beauty: 'Amazon Beauty', retailrocket: 'Retailrocket' };
const titleOf = ({ data }) => Object.entries(TITLES).find(([part]) => data.includes(part))?.[1] ?? data;

/**
 * @param results recorded ones by their file's name
 * @param accuracy recorded evaluations: what the same baselines reach that learned from the real log
 */
export function behaviour(results, accuracy) {
  const logs = ['synthetic-beauty', 'synthetic-online-retail'].flatMap((name) => results[name] ?? []);
  if (logs.length === 0) return undefined;
  const lessons = [
    { name: 'beauty', real: accuracy.find(({ name }) => name === 'beauty-counting') },
    { name: 'online-retail', real: results['real-online-retail'] },
  ]
    .map(({ name, real }) => ({ taught: results[`taught-${name}`], shared: results[`synthetic-${name}`], real }))
    .filter((lesson) => Object.values(lesson).every((result) => result !== undefined));
  const phases = logs.filter(({ phases }) => phases !== undefined);
  return [
    `## Behaviour

Virtual visits, on a condition (an interest, or first clicks) and noise. The attention model gives a state after each product,
the next is drawn from the softmax over all products. It is trained by maximum likelihood, until it ranks what shoppers kept
back did next no better, and can go on against a discriminator that sees each product beside the visit so far (\`--refine\`);
draws let the gradient through by Gumbel-softmax, straight-through. How long visits are, when they are and what is done in them is counted and drawn. While a log is made,
products that were drawn too often by now are held back, so that each is as popular as it was; under a condition they are not.

\`npx vitrine synthesize --events events.csv --out synthetic.csv\` writes a log in the form of an event log. No line of it is
anybody's, but it is made of what was counted and learned from the log: the popularity of a rare product is nearly exact.
When visits are is drawn apart from what they turn to: what was popular last week cannot be learned from it.
\`--min-shoppers K\` leaves products out that fewer met. \`--products products.csv --interest CATEGORY\` makes only visits
about a category: a visit's is the narrowest one of most of its products. A category that too few visits are about is refused,
and those that are known are named.

In the page the generator is met by what it made: \`vitrine train --session-sample synthetic\` puts windows of virtual visits
into the pack, in place of real shoppers'. The net itself stays out of the pack. It is the ranking model again, of the same
size; a visitor of whom little is known is ranked for by that model from the first click on, and what the generator could add
to it is measured below.`,
    `### How near a synthetic log is

Jensen–Shannon distances (base 2, the root of the divergence) to the log that taught it, and between two random halves of the
real log: of lengths of sessions, of products, and of pairs of successive products by 20 groups of products (k-means on the
generator's vectors), since single pairs are too rare to be compared.`,
    table(
      ['', 'lengths', 'popularity', 'transitions', 'file, MB'],
      logs.flatMap((result) => [
        [
          `**${titleOf(result)}**, ${result.shoppers} shoppers made`,
          ...['lengths', 'popularity', 'transitions'].map((name) => figure(result.metrics[name])),
          figure(result.bytes / 1e6, 2),
        ],
        [
          '… two halves of the real log',
          ...['lengths', 'popularity', 'transitions'].map((name) => figure(result.metrics[`${name} of two halves`])),
          '–',
        ],
      ]),
    ),
    `Sessions of five or more products that stand, one after the other, in the log that taught the generator: ${logs
      .map((result) => {
        const of = (name, who) => result.metrics[`${name} of 5 or more, ${who}`];
        return (
          `${titleOf(result)}, ${of('copies', 'synthetic')} of ${of('sessions', 'synthetic')} made ones, and ` +
          `${of('copies', 'kept back')} of ${of('sessions', 'kept back')} of real shoppers who were kept back`
        );
      })
      .join('; ')}.`,
    ...phases.map(
      ({ phases, ...result }) =>
        `What the adversarial phase gives on ${titleOf(result)}, in the distance of transitions to shoppers kept back: ` +
        `${figure(phases.likelihood, 4)} after maximum likelihood, ${figure(phases.adversarial, 4)} after it. ` +
        `${phases.adversarial < phases.likelihood ? 'It is kept.' : 'It is not kept, and off by default.'}`,
    ),
    ...lessons.map(learned),
    ...coldVisitors(['cold-beauty', 'cold-beauty-longer', 'cold-retailrocket'].flatMap((name) => results[name] ?? [])),
    ...logs.map((result) => `\`npx ${commandOf(result)}\` at ${result.commit}`),
  ].join('\n\n');
}

/** What a ranking learns from a synthetic log: plain baselines taught by it, beside the same taught by the real log. */
function learned({ taught, shared, real }) {
  const rows = Object.entries(taught.baselines).map(([name, { 'ndcg@10': reached }]) => {
    const { 'ndcg@10': whole } = real.baselines[name];
    return [name, figure(reached, 4), figure(whole, 4), `${((100 * reached) / whole).toFixed(0)} %`];
  });
  return [
    `### Learned from the synthetic log, asked about the real one: ${titleOf(taught)}`,
    `From ${shared.shoppers} virtual shoppers, and from the real ones; ${taught.cases} questions.`,
    table(['NDCG@10', 'synthetic', 'real', 'kept'], rows),
    `\`npx ${commandOf(taught)}\` at ${taught.commit}`,
  ].join('\n\n');
}

/** What visits that go on from a click or two give a model that is trained on them too. */
function coldVisitors(runs) {
  if (runs.length === 0) return [];
  const gain = ({ relative, difference, interval }) =>
    `${(100 * relative).toFixed(1)} % ± ${((100 * interval * relative) / difference).toFixed(1)}`;
  return [
    `### Visitors who have just begun

Of each visitor the last click is known, or the last two, and the next product is asked for. The attention model is trained
on the log and on as many sequences again, so that every training takes as many steps: on the log itself once more; on a plain
variant of each sequence, by one of the operators insert, delete, replace and slide drawn at random (as compared by Zhou et al.
2024); or on virtual visits, each of which goes on from one or two clicks of a sequence. What stands beside the log is drawn
once, and the seeds are those of the trainings.`,
    table(
      ['NDCG@10', 'seeds', 'width', 'epochs', 'log alone', 'plain', 'generator', 'over plain', 'over the log alone'],
      runs.map((result) => [
        `**${titleOf(result)}**, ${result.cases} questions`,
        String(result.seeds.length),
        String(result.settings.attention.width ?? 64),
        String(result.settings.attention.epochs),
        ...['none', 'plain', 'generator'].map((by) => figure(result.arms[by].metrics['ndcg@10'], 4)),
        ...['plain', 'none'].map((other) => gain(result.differences[`generator minus ${other}`]['ndcg@10'])),
      ]),
    ),
    `Intervals are 95 %, over shoppers, paired. What plain augmentation puts in, takes out or replaces costs a visitor of few clicks
more than it teaches. The generator was trained for longer than any of these models: in few steps its visits teach what the log
alone has not yet, and the longer a model is trained itself, the less of that is left. Of Retailrocket's many products and few
visits each it learned too little: there its visits mislead. Packs are therefore trained on the log
alone, and there is no option for more.`,
    ...runs.map((result) => `\`npx ${commandOf(result)}\` at ${result.commit}`),
  ];
}
