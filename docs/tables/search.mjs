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

const LABELLED = [
  ['fashion', 'Fashion catalogue, 9,861 products'],
  ['demo', "The demo shop's feed, 1,200 products"],
  ['adventureworks', 'AdventureWorks in English, 304 products'],
].flatMap(([name, title]) => [
  [name, `${title}; by the author`],
  [`reader-${name}`, '… by a reader'],
]);
const FILTER_METRICS = ['precision', 'recall', 'F1', 'exact'];

/** Of each catalogue and language, what was understood, and F1 of the first measurement beside it. */
function understandingRows(results) {
  return LABELLED.filter(([name]) => results[`understanding-${name}`]).flatMap(([name, title]) => {
    const { groups } = results[`understanding-${name}`];
    const first = results[`understanding-${name}-first`]?.groups;
    const told = Object.entries(groups).filter(([group]) => group !== 'all' || 'Chinese' in groups);
    return told.map(([group, quality], i) => [
      i === 0 ? title : '…',
      group,
      String(quality.queries),
      ...FILTER_METRICS.map((metric) => figure(quality[metric])),
      first?.[group] ? figure(first[group].F1) : '',
    ]);
  });
}

const PERSONAL = [
  ['personal-beauty', 'Beauty, the categories of the next product'],
  ['personal-online-retail', 'online-retail, two words of its title'],
];
const percent = (share) => `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;

/** Who searches, what they are compared with, and where the record has it. */
const ASKERS = [
  ['a known visitor', 'words alone', ({ visitor }) => visitor],
  ['a stranger', 'words alone', ({ stranger }) => stranger],
  ['a known visitor', 'a stranger', ({ taste }) => taste],
  ['a known visitor, by the fixed weights', 'words alone', ({ fixed }) => fixed.visitor],
];

function personalRows(results) {
  return PERSONAL.filter(([name]) => results[name]).flatMap(([name, title]) =>
    ASKERS.map(([asker, other, figuresOf], i) => {
      const { model, cases } = results[name];
      const { ours, theirs, relative, difference: more, interval } = figuresOf(results[name])['NDCG@10'];
      return [
        i === 0 ? `${title}; ${model}` : '…',
        i === 0 ? String(cases) : '',
        asker,
        figure(ours),
        other,
        figure(theirs),
        percent(relative),
        `${figure(more)} ± ${figure(interval)}`,
      ];
    }),
  );
}

const MEANING = [
  ['fashion', 'Fashion catalogue, 9,861 products'],
  ['demo', "The demo shop's feed, 1,200 products"],
  ['adventureworks', 'AdventureWorks in English, 304 products'],
];

function meaningRows(results) {
  return MEANING.filter(([name]) => results[`meaning-${name}`]).flatMap(([name, title]) =>
    Object.entries(results[`meaning-${name}`].groups).map(([group, { queries, 'recall@10': recall }], i) => [
      i === 0 ? title : '…',
      group === 'all' ? 'all names' : group,
      String(queries),
      figure(recall.theirs),
      figure(recall.ours),
      percent(recall.relative),
      `${figure(recall.difference)} ± ${figure(recall.interval)}`,
    ]),
  );
}

/** What an index answered after it was stored. */
function restoredLines(results) {
  const told = CATALOGUES.flatMap(([name]) => results[name]?.restored ?? []);
  if (told.length === 0) return [];
  const [queries, alike] = ['queries', 'alike'].map((key) => told.reduce((sum, one) => sum + one[key], 0));
  const number = (value) => value.toLocaleString('en');
  return [
    `Indexes that were stored and read again answered ${number(alike)} of ${number(queries)} of these queries alike.`,
  ];
}

export function searchTables(results) {
  const rows = CATALOGUES.filter(([name]) => results[name]).flatMap(([name, title]) =>
    asked(results[name].groups).map(([group, quality], i) => [
      i === 0 ? title : '…',
      group,
      String(quality.queries),
      ...METRICS.map((metric) => figure(quality[metric])),
    ]),
  );
  return {
    search: [
      table(['products', 'queries made from titles', 'queries', ...METRICS], rows),
      ...restoredLines(results),
    ].join('\n\n'),
    understanding: table(
      ['products', 'queries', 'count', ...FILTER_METRICS, 'F1 when first measured'],
      understandingRows(results),
    ),
    meaning: table(
      ['products', 'searched for', 'queries', 'by words', 'recall@10 with meaning', 'more', 'difference'],
      meaningRows(results),
    ),
    'personal-search': table(
      ['searched for', 'searches', 'by', 'NDCG@10', 'beside', 'NDCG@10', 'more', 'difference'],
      personalRows(results),
    ),
  };
}
