// The tables of docs/cluster.md, from the recorded comparisons of the two trainers.
import { table } from '../../bench/harness/markdown.mjs';

export function scaleTables(results) {
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
