// What the tables share: how recorded results are named, grouped and put into figures.

/** Names of files that tell nothing without their folder. */
const GENERIC = ['clean', 'events', 'log', 'data', 'qrec_ratings'];

/** Name of a data set: the file's, or the folder's. */
export function titleOf(data) {
  const [name, folder] = data.replace(/\/+$/, '').split('/').reverse();
  const plain = name.replace(/\.(txt|csv|csv\.gz|tsv|inter|jsonl?)$/, '');
  return GENERIC.includes(plain) && folder !== undefined ? folder : plain;
}

/** As a person would call it: without where this run left its files. */
const commandOf = ({ command }) => `npx ${command.replaceAll(/ --(?:record|work|lists|sheets) \S+/g, '')}`;
/** By which command a result was measured, and on what. */
export const sourceOf = (result) => `\`${commandOf(result)}\` at ${result.commit}`;

/** The pair of metrics that the literature reports, by protocol. */
const HEADLINE = { session: ['recall@20', 'mrr@20'], given: ['recall@20', 'ndcg@20'] };
export const headlineOf = ({ protocol }) => HEADLINE[protocol] ?? ['recall@10', 'ndcg@10'];
export const figure = (value, digits = 4) => (value === undefined ? '–' : value.toFixed(digits));
export const shortFigure = (value, digits = 3) => figure(value, digits);
export const megabytes = (bytes) => (bytes === undefined ? '–' : (bytes / 1e6).toFixed(2));
export const signed = (value, digits) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
export const percent = (share, digits = 1) => `${signed(100 * share, digits)} %`;
export const withInterval = ({ difference, interval }) => `${signed(difference, 4)} ± ${interval.toFixed(4)}`;

/**
 * What differences to others are told of: the result's headline, unless it is older than those.
 * @param others differences by metric, of each
 */
export function comparedBy(result, others) {
  const headline = headlineOf(result)[1];
  const [first] = Object.values(others);
  return first === undefined || headline in first ? headline : 'ndcg@10';
}

const asksNewProducts = ({ command }) => command.includes('--new-products');
const knownOf = ({ command }) => / --known (\d+)/.exec(command)?.[1];

/** What is special about the questions; those of one kind are not compared with those of another. Empty: nothing. */
export function questionsOf(result) {
  const known = knownOf(result);
  return [
    ...(asksNewProducts(result) ? ['products that nobody had met'] : []),
    ...(known === undefined
      ? []
      : [`only the latest ${known === '1' ? 'interaction' : `${known} interactions`} known`]),
  ].join(', ');
}

/** Rankings of the same questions, the best first. */
export function groupsOf(results) {
  const found = new Map();
  for (const result of results.filter(({ task }) => task === undefined)) {
    const key = [titleOf(result.data), result.protocol, result.seen, questionsOf(result)].join();
    found.set(key, [...(found.get(key) ?? []), result]);
  }
  const headline = (result) => result.metrics[headlineOf(result)[1]];
  return [...found.values()].map((group) => group.sort((a, b) => headline(b) - headline(a)));
}
