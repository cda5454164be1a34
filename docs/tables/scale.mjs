// The tables of the pages on scale, from the recorded runs.
import { table } from '../../bench/harness/markdown.mjs';

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Of docs/cluster.md: comparisons of the two trainers. */
export function clusterTables(results) {
  const rows = Object.entries(results)
    .filter(([name]) => name.startsWith('parity-'))
    .map(([, { data, differing }]) => {
      const counted = Object.values(differing).filter((found) => found !== null);
      const sum = (at) => counted.reduce((all, found) => all + found[at], 0);
      return [`\`${data.split('/').at(-1)}\``, sum(1).toLocaleString('en'), sum(0).toLocaleString('en')];
    });
  const heads = [
    '`python -m vitrine_spark.measure parity`',
    'numbers in the counted sections',
    'of these, other than by `vitrine train`',
  ];
  return { parity: table(heads, rows) };
}

/** Of docs/large-catalogues.md: candidates from an endpoint. */
export function remoteTables({ 'remote-recall': recall, 'remote-shelves': shelves }) {
  return {
    'remote-recall': table(
      [
        `\`${recall.command}\``,
        'of the best 50 by ranking all products, found',
        'NDCG@10, ranking all products',
        'NDCG@10',
        'bytes sent a list',
      ],
      recall.results.flatMap(({ share, recallAt50, ndcgAt10, bytesSentAList }) =>
        [
          ['candidates', `\`${share}\`: the endpoint’s 200 candidates alone, ranked in the page`],
          ['together', `\`${share}\`: beside the page’s own, as it is served`],
        ].map(([way, name]) => [
          name,
          percent(recallAt50[way]),
          ndcgAt10.everything.toFixed(4),
          `${ndcgAt10[way].toFixed(4)} (${percent(ndcgAt10[way] / ndcgAt10.everything)})`,
          String(bytesSentAList),
        ]),
      ),
    ),
    'remote-shelves': table(
      [
        `\`${shelves.command}\``,
        'lists',
        'empty',
        'within the deadline of the page',
        'with the endpoint’s candidates',
        'ms, median (longest)',
        'errors on the page',
      ],
      shelves.runs.map(({ delay, lists, empty, inTime, answered, median, longest, errors }) => [
        `answers after ${delay} ms, one in ten fails`,
        String(lists),
        String(empty),
        percent(inTime / lists),
        percent(answered / lists),
        `${median} (${longest})`,
        String(errors),
      ]),
    ),
  };
}
