// The tables of docs/experiments.md, from the recorded simulations.
import { count, table } from '../../bench/harness/markdown.mjs';

const percent = (share, digits = 2) => `${(100 * share).toFixed(digits)} %`;
const source = ({ command, commit }) => `\`${command}\` at ${commit}`;
const under = (rows, record) => `${rows}\n\n${source(record)}`;

/** How often the test finds a difference where there is none. */
function sameVariants(record) {
  const rows = Object.entries(record.result).map(([name, { runs, visitors, looks, falsePositives, fixedSample }]) => [
    name,
    count(runs),
    count(visitors),
    looks === undefined ? '50' : count(looks),
    percent(falsePositives),
    fixedSample === undefined ? '–' : percent(fixedSample),
  ]);
  const head = ['what is compared', 'runs', 'visitors', 'looks', 'a difference found', '… by a test for one look'];
  return under(table(head, rows), record);
}

/** How many visitors a difference of five per cent takes. */
function betterVariant(record) {
  const rows = Object.entries(record.result).map(([name, { runs, theory, mean, interval, median, overTheory }]) => [
    name,
    count(runs),
    count(theory),
    `${count(mean)} ± ${count(interval)}`,
    count(median),
    overTheory.toFixed(3),
  ]);
  const head = ['what is compared', 'runs', 'visitors by theory', 'visitors it took, mean', 'median', 'mean by theory'];
  return under(table(head, rows), record);
}

const ESTIMATORS = {
  ips: 'inverse propensity scores',
  snips: '… self-normalised',
  doublyRobust: 'doubly robust',
};

/** Whether intervals hold the truth. */
function estimators(record) {
  const { runs, lists, truth, inUse, estimators } = record.result;
  const rows = Object.entries(estimators).map(([name, { held, interval, bias }]) => [
    ESTIMATORS[name],
    percent(held, 1),
    `± ${interval.toFixed(3)}`,
    `${bias < 0 ? '−' : '+'}${Math.abs(bias).toFixed(4)}`,
  ]);
  return [
    table(['estimator', 'intervals that hold the truth', 'mean interval', 'mean error'], rows),
    `${count(runs)} runs of ${count(lists)} lists each; the other ranking truly brings ${truth.toFixed(3)} clicks a list, the one in use ${inUse.ranking.toFixed(3)}; ${percent(inUse.drawn, 0)} of the lists are drawn at random.`,
    source(record),
  ].join('\n\n');
}

/** What a person reads who looks every day. */
function shop(record) {
  const { visitors, days, events, lift, firstDecided, looks, interleaving } = record.result;
  return [
    `${count(visitors)} visitors in ${days} days, ${count(events)} events; those who choose from the list buy ${percent(lift, 0)} more often under \`sale-first\`.`,
    table(
      ['at the end of', 'what the report says'],
      looks.map(({ day, conversion }) => [day, conversion]),
    ),
    `The difference in conversion was first certain on ${firstDecided.conversion}, that in value on ${firstDecided.value}. Of the interleaved lists: ${interleaving.verdict.words}`,
    source(record),
  ].join('\n\n');
}

/** @param results of bench/results/experiments, by name */
export function experimentTables(results) {
  return {
    'same-variants': sameVariants(results['same-variants']),
    'better-variant': betterVariant(results['better-variant']),
    estimators: estimators(results.estimators),
    shop: shop(results.shop),
  };
}
