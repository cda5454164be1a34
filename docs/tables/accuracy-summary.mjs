// docs/accuracy.md in short: a line a data set, and what rounding item vectors costs.
import { table } from '../../bench/harness/markdown.mjs';
import { comparedBy, figure, groupsOf, megabytes, percent, questionsOf, titleOf, withInterval } from './figures.mjs';

/** The plain baseline that fusion of the same kinds of sources is held against. */
const PLAIN = 'rules+knn';

/** The best ranking of each data set, beside its best source alone and beside plain counting. */
export function summaryOf(results) {
  const rows = groupsOf(results)
    .filter(([best]) => questionsOf(best) === '')
    .map(([best]) => {
      const { singles = {}, baselines = {} } = best.differences ?? {};
      const plain = baselines[PLAIN];
      const metric = comparedBy(best, { ...singles, ...(plain && { plain }) });
      const [strongest] = Object.entries(singles).sort(([, a], [, b]) => a[metric].difference - b[metric].difference);
      return [
        `${titleOf(best.data)}, ${best.protocol}`,
        best.name,
        metric,
        `**${figure(best.metrics[metric])}**`,
        ...(strongest === undefined ? ['–', '–'] : besides(strongest[1][metric], strongest[0])),
        ...(plain === undefined ? ['–', '–'] : besides(plain[metric])),
        megabytes(best.bytes),
      ];
    });
  return [
    table(['', 'run', 'metric', 'ours', 'best source alone', 'over it', `plain ${PLAIN}`, 'over it', 'pack, MB'], rows),
    `Full ranking of the test, paired by shopper, with 95 % intervals. Plain ${PLAIN}: sequential rules and session-kNN, untuned, each divided by its sum, one to one; a dash where a record is older or has one source.`,
  ].join('\n\n');
}

/** The other's figure, and what is on top of it. */
function besides(paired, name) {
  const theirs = figure(paired.theirs);
  return [name === undefined ? theirs : `${theirs} (${name})`, `${withInterval(paired)} (${percent(paired.relative)})`];
}

/** The order of a model by its weights as they were trained, and by those that its pack holds. */
export function roundingOf(results) {
  const found = new Map();
  for (const { name, command, validation = {} } of results) {
    const held = / --vectors (\S+)/.exec(command)?.[1] ?? 'int8';
    for (const [metric, exact] of Object.entries(validation).filter(([metric]) => metric.endsWith('.unrounded'))) {
      const model = metric.split('.')[0];
      const kept = validation[`${model}.ndcg@10`];
      const row = found.get([model, held, exact, kept].join()) ?? { model, held, exact, kept, names: [] };
      found.set([model, held, exact, kept].join(), { ...row, names: [...row.names, name] });
    }
  }
  if (found.size === 0) return [];
  const rows = [...found.values()].map(({ model, held, exact, kept, names }) => [
    names.join(', '),
    model,
    held,
    figure(exact),
    figure(kept),
    percent(kept / exact - 1, 2),
  ]);
  return [
    [
      '## What int8 costs',
      'NDCG@10 on validation, over the full catalogue, by each model’s weights as they were trained and as its pack holds them: item vectors in int8 with one scale a row, or as named.',
      table(['', 'model', 'held as', 'as trained', 'as held', 'difference'], rows),
    ].join('\n\n'),
  ];
}
