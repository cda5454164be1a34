// The tables of docs/federated.md, from the recorded simulations.
import { table } from '../../bench/harness/markdown.mjs';
import { figure } from './figures.mjs';

const percent = (share) => `${(100 * share).toFixed(1)} %`;

export function federatedTables(results) {
  const runs = Object.entries(results)
    .filter(([name]) => name.startsWith('federated-'))
    .map(([, run]) => run);
  const curves = runs.map(({ settings, weights, questions, start, central, curve }) => {
    const row = (title, noise, { participants, others }, share) => [
      title,
      noise,
      figure(participants),
      share ? percent(share.participants) : '–',
      figure(others),
      share ? percent(share.others) : '–',
    ];
    const rows = [
      row('the pack that it starts from', '–', start, against(start, central)),
      ...curve.map(({ epsilon, noiseMultiplier, quality, 'against central': share }) =>
        row(
          epsilon === null ? 'no noise' : `ε ${epsilon}`,
          epsilon === null ? '0' : noiseMultiplier.toFixed(2),
          quality,
          share,
        ),
      ),
      row('in one place', '–', central, undefined),
    ];
    const heads = [
      '',
      'noise multiplier',
      'NDCG@10, who took part',
      'of “in one place”',
      'NDCG@10, others',
      'of “in one place”',
    ];
    const text =
      `Amazon Beauty: a pack of ${count(settings.packShoppers)} shoppers; ${count(settings.shoppers)} others took part in ` +
      `${settings.rounds} rounds with ${count(weights)} weights, δ ${settings.delta}; ${count(questions.participants)} and ` +
      `${count(questions.others)} questions.`;
    return `${text}\n\n${table(heads, rows)}`;
  });
  const rounds = runs.map(({ aggregation }) => [
    String(aggregation.clients),
    `${aggregation.droppedOut} (${percent(aggregation.droppedOut / aggregation.clients)})`,
    String(aggregation.summed),
    String(aggregation.wrong),
    `${(aggregation.sent / 1000).toFixed(0)} kB`,
  ]);
  const attacks = runs.flatMap(({ settings, membership = {} }) =>
    Object.entries(membership).map(([name, found]) => [
      name,
      `ε ${Math.max(...settings.epsilons)}, ${settings.rounds} rounds, \`clippingNorm\` ${settings.clippingNorm}`,
      found.auc.toFixed(3),
      percent(found['tpr at 1 % fpr']),
    ]),
  );
  const commands = runs.map(({ command, commit }) => `\`npx ${command}\` at ${commit}`);
  return {
    'federated-curve': curves.join('\n\n'),
    'federated-aggregation': table(
      ['browsers', 'dropped out', 'in the sum', 'numbers of it that are wrong', 'a browser sends'],
      rounds,
    ),
    'federated-membership': table(['told by', 'at', 'AUC', 'found at 1 % false alarms'], attacks),
    'federated-commands': commands.join('\n\n'),
  };
}

const against = (quality, central) => ({
  participants: quality.participants / central.participants,
  others: quality.others / central.others,
});

const count = (value) => value.toLocaleString('en');
