// The table of docs/reliability.md, from the recorded results of `npm run faults`.
import { table } from '../../bench/harness/markdown.mjs';

const ORDER = [
  'storage',
  'quota',
  'wiped',
  'blocked',
  'messages',
  'fetches',
  'worker',
  'gpu',
  'kills',
  'tabs',
  'leader',
  'leaving',
  'clock',
  'burst',
  'hostile',
  'consent',
  'erase',
];
const count = (value) => value.toLocaleString('en');
const middle = (times) => count(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]);
const share = (part) => `${(100 * part).toFixed(1)} %`;
const none = (list) => count(list.length);

/** What was done, and what became of it, by attack. */
const SAID = {
  sweep: ({ visits, failed, acknowledged, lost, late, untyped, notDurableAgain, errorsOnThePage }) => [
    `${count(failed)} operations failed in ${count(visits)} visits`,
    `${count(acknowledged)} events acknowledged: ${none(lost)} lost or twice; ${none(late)} calls without an end; ${none(untyped)} without a typed error; storage not used again: ${count(notDurableAgain)}; errors on the page: ${none(errorsOnThePage)}`,
  ],
  kills: ({ kills, acknowledged, lost, twice, unread, torn, plain }) => [
    `${count(kills)} kills`,
    `${count(acknowledged)} events acknowledged: ${none(lost)} lost, ${none(twice)} twice; profiles that did not open again: ${count(unread)}; databases that the browser itself found torn, and deleted: ${count(torn)}, and ${count(plain.torn)} in as many kills without Vitrine`,
  ],
  quota: ({ visitors, acknowledged, inMemory, fewestLeft, lost, twice, durableAgain }) => [
    `${count(visitors)} visitors with a history of 800 products`,
    `${count(inMemory)} found no room; ${count(acknowledged)} events acknowledged, and the newest 500 of before: ${none(lost)} lost, ${none(twice)} twice; of before, at least ${count(fewestLeft)} stayed; durable again: ${count(durableAgain)}`,
  ],
  wiped: ({ deletions, resumed, withinASecond, slowestMs, acknowledged, lost, twice }) => [
    `${count(deletions)} deletions`,
    `${count(resumed)} durable again, ${count(withinASecond)} within a second, all within ${count(slowestMs)} ms; ${count(acknowledged)} events acknowledged from then on: ${none(lost)} lost, ${none(twice)} twice`,
  ],
  blocked: ({ databases, acknowledged, slowestVisitMs, durableAgain, lost, twice }) => [
    `${count(databases)} databases held open`,
    `${count(acknowledged)} events acknowledged, all within ${count(slowestVisitMs)} ms from the start: ${none(lost)} lost, ${none(twice)} twice; durable again: ${count(durableAgain)}`,
  ],
  gpu: ({ destroyed, killed, trained, refused, wrong }) => [
    `${count(destroyed)} devices destroyed, ${count(killed)} GPU processes killed`,
    `${count(trained)} trainings went on to their end, ${count(Object.values(refused).reduce((a, b) => a + b, 0))} refused with a typed error; wrong answers: ${none(wrong)}`,
  ],
  tabs: ({ rounds, crashed, acknowledged, lost, twice, disagreeing }) => [
    `${count(rounds)} rounds, ${count(crashed)} tabs crashed`,
    `${count(acknowledged)} events acknowledged: ${none(lost)} lost, ${none(twice)} twice; rounds whose tabs did not agree: ${none(disagreeing)}`,
  ],
  leader: ({ crashed, ended, takenOver, takeovers, trainedTwice, torn, disagreeing }) => [
    `${count(crashed)} tabs crashed while they trained`,
    `${count(takenOver)} trainings taken over, the first step after ${middle(takeovers)} ms in the middle, ${count(Math.max(...takeovers))} at most; ${count(ended)} had just been stored; trained by two tabs: ${none(trainedTwice)}; torn weights: ${none(torn)}; rounds whose tabs did not serve the same: ${none(disagreeing)}`,
  ],
  worker: (metrics) => {
    const [done, became] = SAID.sweep(metrics);
    const { restarts } = metrics;
    return [
      done,
      `${became}; from the loss, once noticed, to an engine that is ready: ${middle(restarts)} ms in the middle, ${count(Math.max(...restarts))} at most`,
    ];
  },
  clock: ({ visits, acknowledged, outOfOrder, lost, twice }) => [
    `${count(visits)} visits`,
    `${count(acknowledged)} events acknowledged: ${none(lost)} lost, ${none(twice)} twice; histories out of order: ${none(outOfOrder)}`,
  ],
  hostile: ({ met, bombs, hung, crashed, megabytes, broken }) => [
    `${count(met)} inputs, and ${count(bombs)} without an end or with gigabytes in them`,
    `${none(broken)} without an answer or a typed error, with a score that is no number, or with a polluted prototype; ${count(hung)} hung, ${count(crashed)} crashed; ${count(megabytes)} MB of memory at most`,
  ],
  consent: ({ visitors, stored }) => [
    `${count(visitors)} visitors, two pages each`,
    `things and bytes stored in the browser: ${none(stored)}`,
  ],
  erase: ({ erasures, tabs, recordsBefore, left, leftLater, known, callMs, toldMs }) => [
    `${count(erasures)} erasures, ${count(tabs)} tabs each, ${count(recordsBefore)} records in all`,
    `records left: ${none(left)}, and of the visitor after further lists: ${none(leftLater)}; events that a tab still knew: ${count(known)}; done after ${middle(callMs)} ms in the middle, ${count(Math.max(...callMs))} at most, and every tab told after ${middle(toldMs)}, ${count(Math.max(...toldMs))} at most`,
  ],
  leaving: ({ pages, kept, lost, twice }) => [
    `${count(pages)} pages left`,
    `${count(kept)} events on the next page, ${none(lost)} lost, ${none(twice)} twice`,
  ],
  burst: ({ calls, answered, stored, twice }) => [
    `${count(calls)} calls`,
    `${count(answered)} answered, ${count(stored)} stored, ${count(twice)} twice`,
  ],
};

/** What the click costs with the journal, consent and the checks of outputs, beside a package from before them. */
function costTable({ sizes = [], against, commit } = {}) {
  const rows = sizes
    .filter((size) => size.against)
    .map(({ products, click, against: before }) => [
      count(products),
      `${click.median} (${click.p95})`,
      `${before.median} (${before.p95})`,
      `× ${before.times.median} (× ${before.times.p95})`,
    ]);
  return table(['products', `click at ${commit}, median (p95), ms`, `at ${against}, before them`, 'of it'], rows);
}

/** @param results records of reliability by name; @param click the record of clicks beside an older build's */
export function reliabilityTables(results, click) {
  const rows = ORDER.filter((name) => results[name]).map((name) => {
    const { title, metrics, command, commit } = results[name];
    return [title, ...(SAID[name] ?? SAID.sweep)(metrics), `\`${command}\` at ${commit}`];
  });
  const coverage = Object.entries(results.coverage?.parts ?? {}).map(([part, { branches, taken, untaken }]) => [
    part,
    count(branches),
    share(taken / branches),
    Object.entries(untaken)
      .map(([path, lines]) => `\`${path.slice(path.lastIndexOf('/') + 1)}\` ${lines.join(', ')}`)
      .join('; ') || 'none',
  ]);
  const mutation = Object.keys(results)
    .filter((name) => name.startsWith('mutation-'))
    .map((name) => {
      const { mutants, files, command, commit } = results[name];
      const code = Object.keys(files)
        .map((path) => `\`${path.replace('src/', '')}\``)
        .join(', ');
      const { noticed, unnoticed } = mutants;
      return [code, count(noticed + unnoticed), share(mutants.share), `\`${command}\` at ${commit}`];
    });
  return {
    reliability: table(['attack', 'done', 'what became of it', 'command'], rows),
    coverage: table(['code', 'branches', 'taken by a test', 'files and lines with a branch that none takes'], coverage),
    mutation: table(['code that was changed', 'changes', 'noticed by a test', 'command'], mutation),
    'reliability-cost': costTable(click),
  };
}
