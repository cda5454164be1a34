// The table of docs/search.md, from the recorded results.
import { table } from '../../bench/harness/markdown.mjs';
import { figure } from './figures.mjs';

const CATALOGUES = [
  ['fashion', 'Fashion catalogue, real titles, 9,861 products'],
  ['adventureworks-chinese', 'AdventureWorks, descriptions in Chinese, 294 products'],
  ['osier-chinese', "The demo shop's titles and descriptions in Chinese, 1,200 products"],
];
const METRICS = ['success@10', 'recall@10', 'precision@10', 'NDCG@10', 'nothing'];
/** English names under Chinese descriptions are asked for by the characters alone. */
const asked = (groups) =>
  Object.entries(groups).filter(([group]) => !('2 to 4 characters' in groups) || group === '2 to 4 characters');

export function searchTables(results) {
  const rows = CATALOGUES.filter(([name]) => results[name]).flatMap(([name, title]) =>
    asked(results[name].groups).map(([group, quality], i) => [
      i === 0 ? title : '…',
      group,
      String(quality.queries),
      ...METRICS.map((metric) => figure(quality[metric])),
    ]),
  );
  return { search: table(['products', 'queries made from titles', 'queries', ...METRICS], rows) };
}
