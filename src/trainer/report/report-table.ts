import type { ListFigures } from '../../contract/list-report.ts';
import type { ExperimentReport } from './experiment-report.ts';
import type { ShopReport } from './shop-report.ts';

/** Cells that say nothing of Markdown, and keep to their line. */
const cell = (text: string): string => text.replaceAll(/[\\|`*_<>[\]]/g, '\\$&').replaceAll(/\s+/g, ' ');
const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(2)} %` : '–');
const whole = (value: number): string => value.toLocaleString('en');

/** Money with two decimals, in the report's currency. */
function money(value: number, { currency }: ShopReport): string {
  const amount = value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return currency === undefined ? amount : `${amount} ${currency}`;
}

/** Addresses of pictures; those of experiments in their order. */
export interface Pictures {
  placements?: string;
  experiments?: readonly (string | undefined)[];
}

/** The report as Markdown. */
export function reportAsMarkdown(report: ShopReport, pictures: Pictures = {}): string {
  const { from, to, visitors, events, window, shop, lists, remarks } = report;
  const picture = (name: string, address: string | undefined): string[] =>
    address === undefined ? [] : [`![${cell(name)}](${encodeURI(address)})`];
  const share = shop.value > 0 ? `, ${percent(lists.value / shop.value)} of all` : '';
  const parts = [
    '# What the lists brought',
    `${from} to ${to}: ${whole(visitors)} visitors, ${whole(events)} events. A cart or a purchase is put down to the list in which the product was last chosen, up to ${window} days before.`,
    `The shop sold ${whole(shop.purchases)} products for ${money(shop.value, report)}; of these ${whole(lists.purchases)} for ${money(lists.value, report)} came from lists${share}.`,
    '## Placements',
    ...picture('placements', pictures.placements),
    figuresTable('placement', report.placements, report),
  ];
  if (report.rules.length > 0) {
    parts.push('## Rules', 'Products that a rule moved.', figuresTable('rule', report.rules, report));
  }
  if (report.variants.length > 0) {
    const variants = report.variants.map(({ experiment, variant, ...figures }) => ({
      name: `${experiment}: ${variant}`,
      ...figures,
    }));
    parts.push('## Lists by variant', figuresTable('experiment and variant', variants, report));
  }
  report.experiments.forEach((experiment, i) => {
    parts.push(`## Experiment: ${cell(experiment.name)}`, experimentTable(experiment, report));
    for (const { verdicts } of experiment.variants) {
      if (verdicts !== undefined) parts.push(cell(verdicts.conversion.words));
      if (verdicts?.value !== undefined) parts.push(cell(verdicts.value.words));
    }
    parts.push(...experiment.warnings.map((warning) => `**Look at this first:** ${cell(warning)}`));
    parts.push(...picture(experiment.name, pictures.experiments?.[i]));
  });
  for (const { name, teams, verdict } of report.interleavings) {
    const clicks = teams.map((team) => `${team.name} ${whole(team.clicks)}`).join(', ');
    parts.push(`## Interleaved lists: ${cell(name)}`, `Clicks: ${cell(clicks)}.`, cell(verdict.words));
  }
  if (remarks.length > 0) parts.push('## Left out', remarks.map((remark) => `- ${cell(remark)}`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function figuresTable(head: string, rows: readonly (ListFigures & { name: string })[], report: ShopReport): string {
  if (rows.length === 0) return 'No list was seen.';
  return table(
    [head, 'lists', 'views', 'clicks', 'clicks by view', 'carts', 'products bought', 'value'],
    rows.map(({ name, lists, views, clicks, clickRate, carts, purchases, value }) => [
      cell(name),
      ...[lists, views, clicks].map(whole),
      views > 0 ? percent(clickRate) : '–',
      ...[carts, purchases].map(whole),
      money(value, report),
    ]),
  );
}

function experimentTable({ variants, control }: ExperimentReport, report: ShopReport): string {
  return table(
    ['variant', 'visitors', 'conversion', 'value by visitor', 'verdict on conversion', 'verdict on value'],
    variants.map(({ name, visitors, conversion, value, verdicts }) => [
      cell(name),
      whole(visitors),
      percent(conversion),
      money(value, report),
      name === control ? 'the control' : (verdicts?.conversion.outcome ?? '–'),
      name === control ? 'the control' : (verdicts?.value?.outcome ?? '–'),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** The report as one table for a spreadsheet: a row a placement, rule and variant. */
export function reportAsCsv(report: ShopReport): string {
  const head = ['kind', 'name', 'part', 'visitors', 'lists', 'views', 'clicks', 'carts', 'purchases', 'value'];
  const figures = (kind: string, rows: readonly (ListFigures & { name: string })[]): (string | number)[][] =>
    rows.map(({ name, lists, views, clicks, carts, purchases, value }) => [
      ...[kind, name, '', ''],
      ...[lists, views, clicks, carts, purchases, value],
    ]);
  const { shop } = report;
  const rows = [
    ['shop', '', '', report.visitors, '', '', '', shop.carts, shop.purchases, shop.value],
    ...figures('lists', [{ name: '', ...report.lists }]),
    ...figures('placement', report.placements),
    ...figures('rule', report.rules),
    ...report.variants.map(({ experiment, variant, lists, views, clicks, carts, purchases, value }) => [
      ...['lists by variant', experiment, variant, ''],
      ...[lists, views, clicks, carts, purchases, value],
    ]),
    ...report.experiments.flatMap(({ name, variants }) =>
      variants.map(({ name: variant, visitors, conversion, value }) => [
        ...['experiment', name, variant, visitors, '', '', '', ''],
        ...[Math.round(conversion * visitors), value * visitors],
      ]),
    ),
    ...report.interleavings.flatMap(({ name, teams }) =>
      teams.map(({ name: team, clicks }) => ['interleaved', name, team, '', '', '', clicks, '', '', '']),
    ),
  ];
  return `${[head, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** A text that a spreadsheet would take for a formula is kept a text. */
function csvField(value: string | number): string {
  if (typeof value === 'number') return String(Number(value.toFixed(2)));
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
