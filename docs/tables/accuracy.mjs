// The tables of docs/accuracy.md, from the recorded results and from nothing else.
import { table } from '../../bench/harness/markdown.mjs';
import { roundingOf, summaryOf } from './accuracy-summary.mjs';
import {
  comparedBy,
  figure,
  groupsOf,
  headlineOf,
  megabytes,
  percent,
  questionsOf,
  signed,
  sourceOf,
  titleOf,
  withInterval,
} from './figures.mjs';

const PROTOCOLS = {
  'leave-one-out': 'leave-one-out: the last interaction of each shopper, from all before it',
  session: 'sessions: every next item of the held-out sessions',
  'time-split': 'time split: the last interaction of each shopper who came after the cut',
  'cross-validation': 'cross-validation over shoppers: the last interaction of each, by models that never saw them',
  given: 'the split that comes with the data: all that a shopper has in its test part',
  random:
    'random: all of a random tenth of each shopper’s interactions, where another tenth, chosen by, is neither known nor shown',
};
const METRICS = ['recall@10', 'ndcg@10', 'recall@20', 'mrr@20', 'coverage@10'];
/** Measures beside the order of the wanted product, and what they are called here. */
const BEYOND = {
  auc: 'AUC',
  'novelty@10': 'novelty, bits',
  'diversity-content@10': 'diversity by content',
  'diversity-shoppers@10': 'diversity by shoppers',
  'popularity-lift@10': 'popularity lift',
  'gini@10': 'Gini of exposure',
  'category-divergence@10': 'divergence of categories, nats',
};
const SEGMENTS = { new: 'new, up to 4 interactions', light: 'light, 5–19', heavy: 'heavy, 20 and more' };
const PURCHASE = ['gauc', 'auc', 'log-loss', 'ece'];

const commandsOf = (results) => results.map((result) => `- **${result.name}**: ${sourceOf(result)}`).join('\n');

/** The rows by name, with those columns that any of them has. */
function tableOf(rows, columns) {
  const shown = Object.keys(columns).filter((column) => rows.some(([, figures]) => figures[column] !== undefined));
  return table(
    ['', ...shown.map((column) => columns[column])],
    rows.map(([name, figures]) => [name, ...shown.map((column) => figure(figures[column]))]),
  );
}

function rankingOf(group) {
  const [best] = group;
  const columns = [...new Set([...METRICS, ...headlineOf(best)])];
  const line = (name, metrics, bytes) => [name, ...columns.map((metric) => figure(metrics[metric])), megabytes(bytes)];
  const seen = best.seen === 'include' ? 'allowed' : 'left out';
  return [
    `## ${[titleOf(best.data), questionsOf(best)].filter((part) => part !== '').join(': ')}`,
    `${PROTOCOLS[best.protocol]}. ${best.cases} questions over the full catalogue; products of the history are ${seen}.`,
    table(
      ['', ...columns, 'pack, MB'],
      [
        ...group.map((result) => line(`**${result.name}**`, result.metrics, result.bytes)),
        ...baselinesOf(group).map(([name, metrics]) => line(`baseline: ${name}`, metrics)),
      ],
    ),
    ...betweenOf(group),
    ...differencesOf(best),
    ...beyondOf(group),
    ...segmentsOf(best),
    commandsOf(group),
  ].join('\n\n');
}

/** Baselines that differ by less than this share are told once: seeds and later code make such differences. */
const ALIKE = 0.05;

/** Baselines of the best result, and those of others that other products or options made differ. */
function baselinesOf(group) {
  const metric = headlineOf(group[0])[1];
  const told = [];
  for (const { name: run, baselines = {} } of group) {
    for (const [name, metrics] of Object.entries(baselines)) {
      const same = told.filter((one) => one.name === name);
      const like = (one) => Math.abs(one.metrics[metric] - metrics[metric]) <= ALIKE * one.metrics[metric];
      if (!same.some(like)) told.push({ name, metrics, label: same.length === 0 ? name : `${name}, as for ${run}` });
    }
  }
  return told.map(({ label, metrics }) => [label, metrics]);
}

/** How much other seeds or folds would change what was measured several times. */
function betweenOf(group) {
  const told = group
    .filter(({ betweenRuns }) => betweenRuns !== undefined)
    .map((result) => {
      const [{ fold }] = result.runs;
      const metric = headlineOf(result)[1];
      return `${result.name} is a mean over ${result.runs.length} ${fold === undefined ? 'seeds' : 'folds'}; its 95 % interval over them is ± ${figure(result.betweenRuns[metric])} in ${metric}.`;
    });
  return told.length === 0 ? [] : [told.join(' ')];
}

/** How much better the best one ranks than each of its sources alone and each baseline. */
function differencesOf(result) {
  const { name, differences, runs } = result;
  if (differences === undefined) return [];
  const metric = comparedBy(result, { ...differences.singles, ...differences.baselines });
  const rows = Object.entries({
    ...differences.singles,
    ...Object.fromEntries(Object.entries(differences.baselines).map(([other, one]) => [`baseline: ${other}`, one])),
  })
    .map(([other, byMetric]) => [other, byMetric[metric]])
    .sort(([, a], [, b]) => a.difference - b.difference)
    .map(([other, one]) => [other, withInterval(one), percent(one.relative)]);
  const over = runs === undefined ? '' : `, over ${runs.length} runs`;
  return [
    `${name} minus each of its sources alone, and minus baselines${over}: paired by shopper, with 95 % intervals.`,
    table(['', metric, 'of the other'], rows),
  ];
}

function beyondOf(group) {
  const [best] = group;
  const rows = [
    ...group.map((result) => [`**${result.name}**`, result.metrics]),
    ...Object.entries(best.baselines ?? {}).map(([name, metrics]) => [`baseline: ${name}`, metrics]),
  ].filter(([, metrics]) => metrics['gini@10'] !== undefined);
  return rows.length === 0 ? [] : ['Beyond accuracy, of the first ten:', tableOf(rows, BEYOND)];
}

function segmentsOf({ name, segments }) {
  if (segments === undefined) return [];
  const rows = Object.entries(segments).map(([segment, { cases, metrics }]) => [
    SEGMENTS[segment],
    String(cases),
    ...METRICS.slice(0, 4).map((metric) => figure(metrics[metric])),
  ]);
  return [`${name} by how much is known of the visitor:`, table(['', 'questions', ...METRICS.slice(0, 4)], rows)];
}

function purchaseOf(result) {
  const { data, cases, bought, metrics, baselines, betweenRuns, runs } = result;
  const columns = Object.fromEntries(
    PURCHASE.map((name) => [name, name === 'ece' ? 'ECE' : name.replace('gauc', 'GAUC').replace('auc', 'AUC')]),
  );
  const rows = [
    [`**${result.name}**`, metrics],
    ...Object.entries(baselines).map(([name, own]) => [`baseline: ${name}`, own]),
  ];
  const mean = (of) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const differences = Object.keys(runs[0].differences).map((name) => {
    const value = mean((run) => run.differences[name].mean);
    const widest = Math.max(...runs.map((run) => run.differences[name].interval));
    return `${signed(value, 4)} ± ${widest.toFixed(4)} over ${name}`;
  });
  const apart = runs.every(({ heldOut }) => heldOut !== undefined)
    ? [
        `Of ${runs[0].heldOut.cases} purchases that the data keeps apart, against products that the visitor never met, ranked by the chance of a click times that of a purchase: GAUC ${figure(mean((run) => run.heldOut.gauc.mean))}, by popularity ${figure(mean((run) => run.heldOut.popular.mean))}; difference ${signed(
          mean((run) => run.heldOut.difference.mean),
          4,
        )} ± ${Math.max(...runs.map((run) => run.heldOut.difference.interval)).toFixed(4)}.`,
      ]
    : [];
  const between =
    betweenRuns === undefined ? '' : ` Over ${runs.length} seeds GAUC varies by ± ${figure(betweenRuns.gauc)}.`;
  return [
    `## ${titleOf(data)}: purchase probability`,
    `At each look at a product that the visitor had not bought, after a cut in time: how likely is its purchase within a day. ${cases} looks, of which ${bought} ended in one; everything is learned, counted and calibrated before the cut.`,
    tableOf(rows, columns),
    `GAUC ${differences.join(', ')}; paired by visitor, with the widest 95 % interval of the runs.${between}`,
    ...apart,
    commandsOf([result]),
  ].join('\n\n');
}

function linksOf(result) {
  const { data, cases, metrics, betweenRuns, baselines, runs } = result;
  const rows = Object.entries(baselines).sort(([, a], [, b]) => b.auc - a.auc);
  const between =
    betweenRuns === undefined
      ? ''
      : ` Over ${runs.length} splits the AUC of all together varies by ± ${figure(betweenRuns.auc)}.`;
  return [
    `## ${titleOf(data)}: links between visitors`,
    `A tenth of the links is held out and asked with as many pairs that are none, drawn uniformly: ${cases} pairs. A logistic regression over the measures below is learned on another tenth.${between}`,
    tableOf([[`**${result.name}**`, metrics], ...rows.map(([name, own]) => [`alone: ${name}`, own])], { auc: 'AUC' }),
    commandsOf([result]),
  ].join('\n\n');
}

/** Two runs by their lists. */
function comparisonsOf(comparisons) {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map(({ name, cases, differences }) => {
    const one = differences['ndcg@10'];
    return [name, String(cases), figure(one.ours), figure(one.theirs), withInterval(one), percent(one.relative)];
  });
  return [
    [
      '## Run against run',
      'ndcg@10 of two runs on the same questions, paired by shopper (`vitrine compare`), with 95 % intervals.',
      table(['', 'questions', 'ours', 'theirs', 'difference', 'of theirs'], rows),
    ].join('\n\n'),
  ];
}

/**
 * The tables of docs/accuracy.md.
 * @param results recorded results of rankings, purchases and links, with their names
 * @param comparisons of two runs
 */
export function accuracyTables(results, comparisons) {
  const sections = [
    ...groupsOf(results).map(rankingOf),
    ...roundingOf(results),
    ...results.filter(({ task }) => task === 'purchase').map(purchaseOf),
    ...results.filter(({ task }) => task === 'links').map(linksOf),
    ...comparisonsOf(comparisons),
  ];
  return { 'accuracy-in-short': summaryOf(results), accuracy: sections.join('\n\n') };
}
