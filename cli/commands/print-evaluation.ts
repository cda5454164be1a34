import type { PairedDifference } from '../../src/trainer/evaluation/difference.ts';
import type { FilterQuality } from '../../src/trainer/evaluation/filter-quality.ts';
import type { SearchQuality } from '../../src/trainer/evaluation/search-quality.ts';
import type { AssistantReport } from '../../src/trainer/tasks/evaluate-assistant.ts';
import type { BasketReport } from '../../src/trainer/tasks/evaluate-basket.ts';
import { COLD_METRICS, type ColdReport } from '../../src/trainer/tasks/evaluate-cold.ts';
import type { FineTuningReport } from '../../src/trainer/tasks/evaluate-fine-tuning.ts';
import type { LinkReport } from '../../src/trainer/tasks/evaluate-links.ts';
import type { ListsReport } from '../../src/trainer/tasks/evaluate-lists.ts';
import type { MeaningReport } from '../../src/trainer/tasks/evaluate-meaning.ts';
import type { NextPurchaseReport } from '../../src/trainer/tasks/evaluate-next-purchase.ts';
import type { PersonalSearchReport } from '../../src/trainer/tasks/evaluate-personal-search.ts';
import type { PlacementReport } from '../../src/trainer/tasks/evaluate-placements.ts';
import type { PurchaseReport } from '../../src/trainer/tasks/evaluate-purchases.ts';
import type { SearchReport } from '../../src/trainer/tasks/evaluate-search.ts';
import type { UnderstandingReport } from '../../src/trainer/tasks/evaluate-understanding.ts';
import type { EvaluationReport } from '../../src/trainer/tasks/ranking-report.ts';

export function printRanking(model: string, report: EvaluationReport): void {
  const { cases, metrics, singles, baselines, segments, differences } = report;
  const shown = ['recall@10', 'ndcg@10', 'mrr@10', 'recall@20', 'mrr@20', 'coverage@10'];
  const beyond = Object.keys(metrics).filter((name) => /^(auc|gini|novelty|popularity|diversity|category)/.test(name));
  const rows = { [model]: metrics, ...singles, ...prefixed('baseline ', baselines) };
  printTable(`${cases} questions`, shown, rows);
  printTable('\nbeyond accuracy', beyond, rows);
  const bySegment = Object.entries(segments).map(([name, { cases, metrics }]) => [`${name} (${cases})`, metrics]);
  printTable('\nvisitors', shown.slice(0, -1), Object.fromEntries(bySegment));
  process.stdout.write(`\n${model} minus …\n`);
  const all = { ...differences.singles, ...prefixed('baseline ', differences.baselines) };
  for (const [name, byMetric] of Object.entries(all)) {
    process.stdout.write(`${name.padEnd(28)}ndcg@10 ${differenceInWords(byMetric['ndcg@10'])}\n`);
  }
}

export function printPlacements({ complements, trending }: PlacementReport): void {
  const told = (name: string, count: string, { difference }: Pick<PlacementReport['trending'], 'difference'>): void => {
    process.stdout.write(`${name.padEnd(34)}${differenceInWords(difference)} of ${difference.theirs}, ${count}\n`);
  };
  told('bought-together minus related', `${complements.questions} questions`, complements);
  told('trending minus last week', `${trending.weeks} weeks`, trending);
}

export function printBasket({ cases, metrics, baseline, differences }: BasketReport): void {
  printTable(`${cases} shoppers`, Object.keys(metrics), { 'usual basket': metrics, 'own, then favourites': baseline });
  for (const [name, difference] of Object.entries(differences)) {
    process.stdout.write(`${name.padEnd(24)}${differenceInWords(difference)}\n`);
  }
}

export function printNextPurchase({ cases, met, measure, options, differences }: NextPurchaseReport): void {
  const { decay, carts, bought } = options;
  process.stdout.write(`${cases} purchases, ${met} of them of products met before; ${measure}\n`);
  process.stdout.write(`learned: a cart counts ${carts} looks, a bought product × ${bought}, a step back × ${decay}\n`);
  for (const [name, difference] of Object.entries(differences)) {
    process.stdout.write(`over ${name.padEnd(20)}${differenceInWords(difference)}\n`);
  }
}

/** Figures, each on its line: what they are differs from one measure to the next. */
export function printLists({ task: _, ...report }: ListsReport): void {
  for (const [name, value] of Object.entries(report)) {
    process.stdout.write(`${name.padEnd(14)}${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
  }
}

/** `+0.0052 ± 0.0011 (+9.1 %)` */
export function differenceInWords({ difference, interval, relative }: PairedDifference): string {
  const signed = (value: number, digits: number): string => `${value < 0 ? '' : '+'}${value.toFixed(digits)}`;
  return `${signed(difference, 4)} ± ${interval.toFixed(4)} (${signed(100 * relative, 1)} %)`;
}

function prefixed<TValue>(prefix: string, record: Record<string, TValue>): Record<string, TValue> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}${name}`, value]));
}

function printTable(title: string, columns: readonly string[], rows: Record<string, Record<string, number>>): void {
  const widths = columns.map((column) => Math.max(11, column.length + 2));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(28)}${cells.map((cell, i) => cell.padStart(widths[i])).join('')}\n`;
  process.stdout.write(line(title, columns));
  for (const [name, figures] of Object.entries(rows)) {
    const cells = columns.map((column) => (column in figures ? figures[column].toFixed(4) : '–'));
    process.stdout.write(line(name, cells));
  }
}

export function printCold({ cases, arms, differences }: ColdReport): void {
  process.stdout.write(`${`${cases} questions`.padEnd(24)}${COLD_METRICS.map((name) => name.padStart(11)).join('')}\n`);
  for (const [by, { metrics }] of Object.entries(arms)) {
    process.stdout.write(
      `${by.padEnd(24)}${COLD_METRICS.map((name) => metrics[name].toFixed(4).padStart(11)).join('')}\n`,
    );
  }
  for (const [name, { 'ndcg@10': difference }] of Object.entries(differences)) {
    process.stdout.write(`${name.padEnd(28)}ndcg@10 ${differenceInWords(difference)}\n`);
  }
}

export function printFineTuning({ visitors, cases, adopted, better, worse, differences }: FineTuningReport): void {
  process.stdout.write(
    `${visitors} visitors, ${cases} questions; adopted for ${adopted}: better ${better}, worse ${worse}\n`,
  );
  for (const [name, byMetric] of Object.entries(differences)) {
    for (const [metric, difference] of Object.entries(byMetric)) {
      const { theirs, ours } = difference;
      const figures = `${theirs.toFixed(4)} → ${ours.toFixed(4)}`;
      process.stdout.write(`${name.padEnd(12)}${metric.padEnd(12)}${figures}  ${differenceInWords(difference)}\n`);
    }
  }
}

export function printLinks({ cases, metrics, betweenRuns, baselines }: LinkReport): void {
  const interval = betweenRuns === undefined ? '' : ` ± ${betweenRuns.auc.toFixed(4)}`;
  process.stdout.write(`${`${cases} pairs`.padEnd(24)}        auc\n`);
  process.stdout.write(`${'model'.padEnd(24)}${metrics.auc.toFixed(4).padStart(11)}${interval}\n`);
  for (const [name, { auc }] of Object.entries(baselines)) {
    process.stdout.write(`${name.padEnd(24)}${auc.toFixed(4).padStart(11)}\n`);
  }
}

export function printPurchases({ cases, bought, metrics, baselines, runs }: PurchaseReport): void {
  const names = ['gauc', 'auc', 'log-loss', 'ece'];
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(24)}${cells.map((cell) => cell.padStart(11)).join('')}\n`;
  process.stdout.write(line(`${cases} looks`, names));
  for (const [name, figures] of Object.entries({ model: metrics, ...baselines })) {
    const own: Record<string, number> = figures;
    process.stdout.write(
      line(
        name,
        names.map((metric) => (metric in own ? own[metric].toFixed(4) : '–')),
      ),
    );
  }
  process.stdout.write(`${bought} looks ended in a purchase\n`);
  for (const { seed, differences, heldOut } of runs) {
    for (const [name, { mean, interval }] of Object.entries(differences)) {
      process.stdout.write(`seed ${seed}: gauc minus ${name} ${mean.toFixed(4)} ± ${interval.toFixed(4)}\n`);
    }
    if (heldOut === undefined) continue;
    const { cases, gauc, popular, difference } = heldOut;
    const figures = [`gauc ${gauc.mean.toFixed(4)}`, `popular ${popular.mean.toFixed(4)}`];
    figures.push(`difference ${difference.mean.toFixed(4)} ± ${difference.interval.toFixed(4)}`);
    process.stdout.write(`seed ${seed}: ${cases} purchases kept apart: ${figures.join(', ')}\n`);
  }
}

export function printSearch({ groups, restored }: Pick<SearchReport, 'groups'> & Partial<SearchReport>): void {
  printGroups<SearchQuality>(groups, ['queries', 'success@10', 'recall@10', 'precision@10', 'NDCG@10', 'nothing']);
  if (restored) {
    process.stdout.write(`stored and read again: ${restored.alike} of ${restored.queries} queries answered alike\n`);
  }
}

export function printPersonalSearch(report: PersonalSearchReport): void {
  process.stdout.write(`${report.cases} searches\n`);
  const tell = (
    what: string,
    { 'NDCG@10': { ours, theirs, relative, difference, interval } }: PersonalSearchReport['taste'],
  ) => {
    const more = `${difference.toFixed(4)} ± ${interval.toFixed(4)}, ${(100 * relative).toFixed(1)} %`;
    process.stdout.write(`NDCG@10 ${what}: ${ours.toFixed(4)}, ${theirs.toFixed(4)}: ${more}\n`);
  };
  tell('with taste, and by words alone', report.visitor);
  tell('of a stranger, and by words alone', report.stranger);
  tell('with taste, and of a stranger', report.taste);
  tell('with taste of a fixed weight, and by words alone', report.fixed.visitor);
}

export function printMeaning({ groups, titles, weights, bytes }: MeaningReport): void {
  process.stdout.write(`weights ${weights.join(', ')}; ${bytes} bytes\n`);
  for (const [name, { queries, 'recall@10': difference }] of Object.entries(groups)) {
    const { ours, theirs, relative, difference: more, interval } = difference;
    const told = `${more.toFixed(4)} ± ${interval.toFixed(4)}, ${(100 * relative).toFixed(1)} %`;
    process.stdout.write(
      `${name}, ${queries} queries: recall@10 ${ours.toFixed(4)}, by words ${theirs.toFixed(4)}: ${told}\n`,
    );
  }
  process.stdout.write('queries made from titles, by words alone and with meaning:\n');
  printSearch({ groups: titles.without });
  printSearch({ groups: titles.with });
}

export function printUnderstanding({ groups, differences }: UnderstandingReport): void {
  printGroups<FilterQuality>(groups, ['queries', 'filters', 'precision', 'recall', 'F1', 'exact']);
  for (const { query, missing, wrong } of differences) {
    const told = [...missing.map((one) => `missing ${one}`), ...wrong.map((one) => `not labelled ${one}`)];
    process.stdout.write(`${query}: ${told.join(', ')}\n`);
  }
}

/** A line for each group; counts are whole numbers, shares have three places. */
function printGroups<TQuality extends object>(
  groups: Readonly<Record<string, TQuality>>,
  columns: readonly (keyof TQuality & string)[],
): void {
  const line = (name: string, cells: readonly string[]) =>
    process.stdout.write(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(14)).join('')}\n`);
  line('', columns);
  for (const [group, quality] of Object.entries(groups)) {
    line(
      group,
      columns.map((name) =>
        name === 'queries' || name === 'filters' ? String(quality[name]) : Number(quality[name]).toFixed(3),
      ),
    );
  }
}

export function printAssistant({ groups, wrong, whole, dialogues, shown }: AssistantReport): void {
  const line = (text: string) => process.stdout.write(`${text}\n`);
  for (const [group, { turns, right }] of Object.entries(groups)) {
    line(`${group.padEnd(36)}${String(right).padStart(5)} of ${turns} turns`);
  }
  line(`${'whole dialogues'.padEnd(36)}${String(whole).padStart(5)} of ${dialogues}`);
  line(`${shown.products} products shown; ${shown.invented} not of the feed, ${shown.unexplained} without a reason`);
  for (const { dialogue, turn, say, because } of wrong)
    line(`${dialogue}, turn ${turn}, “${say}”: ${because.join('; ')}`);
}
