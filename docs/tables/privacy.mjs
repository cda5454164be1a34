// The tables of docs/privacy.md, from the recorded attacks.
import { table } from '../../bench/harness/markdown.mjs';
import { figure } from './figures.mjs';

const PRIVATE = 'beauty-private';
const PACKS = [
  [PRIVATE, '`--min-shoppers 1`, private'],
  ['beauty-min-shoppers-2', '`--min-shoppers 2`'],
  ['beauty-min-shoppers-3', '`--min-shoppers 3`'],
  ['beauty-published', '`--min-shoppers 5`, the default'],
  ['beauty-synthetic', '`--session-sample synthetic`'],
  ['beauty-epsilon-8', '`--epsilon 8`'],
  ['beauty-epsilon-2', '`--epsilon 2`'],
];
const RATIO = 'likelihood ratio';

const percent = (share) => `${(100 * share).toFixed(1)} %`;

export function privacyTables(results) {
  const shown = PACKS.filter(([name]) => results[name]);
  const base = results[PRIVATE]?.accuracy['ndcg@10'];
  const rows = shown.map(([name, title]) => {
    const { reconstruction, membership, accuracy } = results[name];
    const plain = Object.entries(membership).filter(([attack]) => !attack.startsWith(RATIO));
    const ratios = Object.entries(membership).filter(([attack]) => attack.startsWith(RATIO));
    const best = (attacks, metric) => Math.max(...attacks.map(([, found]) => found[metric]));
    const told = (attacks) =>
      attacks.length === 0 ? '–' : `${best(attacks, 'auc').toFixed(3)} / ${percent(best(attacks, 'tpr at 1 % fpr'))}`;
    const lost =
      base === undefined || name === PRIVATE ? '–' : percent(accuracy['ndcg@10'] / base - 1).replace('-', '−');
    return [
      title,
      percent(reconstruction['of one shopper, read back'] / reconstruction['of one shopper']),
      told(plain),
      told(ratios),
      `${figure(accuracy['ndcg@10'])} ± ${figure(accuracy.interval)}`,
      lost,
    ];
  });
  const heads = [
    'pack',
    'read back',
    'by what it holds: AUC / found',
    'by likelihood ratio: AUC / found',
    'NDCG@10',
    'against private',
  ];
  const commands = shown.map(([name]) => `\`npx ${results[name].command}\` at ${results[name].commit}`);
  return { 'pack-attacks': table(heads, rows), 'pack-attack-commands': commands.join('\n\n') };
}
