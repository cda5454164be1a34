// The tables on behaviour in docs/generators.md, from its recorded results.
import { table } from '../../bench/harness/markdown.mjs';
import { shortFigure as figure, sourceOf } from './figures.mjs';

const TITLES = { 'online-retail': 'Online retail', Beauty: 'Amazon Beauty', retailrocket: 'Retailrocket' };
const titleOf = ({ data }) => Object.entries(TITLES).find(([part]) => data.includes(part))?.[1] ?? data;

/**
 * @param results recorded ones by their file's name
 * @param accuracy recorded evaluations: what the same baselines reach that learned from the real log
 */
export function behaviourTables(results, accuracy) {
  const logs = ['synthetic-beauty', 'synthetic-online-retail'].flatMap((name) => results[name] ?? []);
  const lessons = [
    { name: 'beauty', real: accuracy.find(({ name }) => name === 'beauty-counting') },
    { name: 'online-retail', real: results['real-online-retail'] },
  ]
    .map(({ name, real }) => ({ taught: results[`taught-${name}`], shared: results[`synthetic-${name}`], real }))
    .filter((lesson) => Object.values(lesson).every((result) => result !== undefined));
  const phases = logs.filter(({ phases }) => phases !== undefined);
  const cold = ['cold-beauty', 'cold-beauty-longer', 'cold-retailrocket'].flatMap((name) => results[name] ?? []);
  const behaviour = [
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
    `Sessions of five or more products that also occur, one right after the other, in the log that the generator was trained on: ${logs
      .map((result) => {
        const of = (name, who) => result.metrics[`${name} of 5 or more, ${who}`];
        return (
          `${titleOf(result)}, ${of('copies', 'synthetic')} of ${of('sessions', 'synthetic')} synthetic ones, and ` +
          `${of('copies', 'held out')} of ${of('sessions', 'held out')} of held-out real shoppers`
        );
      })
      .join('; ')}.`,
    ...phases.map(
      ({ phases, ...result }) =>
        `What the adversarial phase brings on ${titleOf(result)}, in the distance of transitions to held-out shoppers: ` +
        `${figure(phases.likelihood, 4)} after maximum likelihood, ${figure(phases.adversarial, 4)} after it. ` +
        `${phases.adversarial < phases.likelihood ? 'It is kept.' : 'It is not kept, and it is off by default.'}`,
    ),
    ...lessons.map(learned),
  ];
  return {
    behaviour: behaviour.join('\n\n'),
    'cold-visitors': coldVisitors(cold),
    'behaviour-commands': [...cold, ...logs].map(sourceOf).join('\n\n'),
  };
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
    sourceOf(taught),
  ].join('\n\n');
}

/** What visits that go on from a click or two give a model that is trained on them too. */
function coldVisitors(runs) {
  const gain = ({ relative, difference, interval }) =>
    `${(100 * relative).toFixed(1)} % ± ${((100 * interval * relative) / difference).toFixed(1)}`;
  return table(
    ['NDCG@10', 'seeds', 'width', 'epochs', 'log alone', 'plain', 'generator', 'over plain', 'over the log alone'],
    runs.map((result) => [
      `**${titleOf(result)}**, ${result.cases} questions`,
      String(result.seeds.length),
      String(result.settings.attention.width ?? 64),
      String(result.settings.attention.epochs),
      ...['none', 'plain', 'generator'].map((by) => figure(result.arms[by].metrics['ndcg@10'], 4)),
      ...['plain', 'none'].map((other) => gain(result.differences[`generator minus ${other}`]['ndcg@10'])),
    ]),
  );
}
