// The tables of docs/placements.md on the options of lists, from the records of `vitrine evaluate --task lists`.
import { table } from '../../bench/harness/markdown.mjs';
import { figure, percent, sourceOf, titleOf } from './figures.mjs';

const share = (part) => `${(100 * part).toFixed(1)} %`;
const against = ({ ours, theirs, interval, relative }) =>
  `${figure(ours)} against ${figure(theirs)} (${percent(relative)}, ± ${share(interval / theirs)})`;

export function listTables(results) {
  const of = (measure) => results.filter((result) => result.measure === measure);
  const told = (measure, text) =>
    [
      text,
      of(measure)
        .map((result) => `- ${result.name}: ${sourceOf(result)}`)
        .join('\n'),
    ].join('\n\n');
  return {
    'lists-value': told(
      'value',
      table(
        ['', 'questions', 'value@10', 'NDCG@10'],
        of('value').map((result) => [
          titleOf(result.data),
          String(result.cases),
          against(result['value@10']),
          against(result['ndcg@10']),
        ]),
      ),
    ),
    'lists-diversity': of('diversity')
      .map((result) =>
        told(
          'diversity',
          table(
            ['`diversity`', 'NDCG@10', 'diversity of a list, by content', 'coverage@10'],
            result.strengths.map((one) => [
              String(one.diversity),
              figure(one['ndcg@10']),
              figure(one['diversity-content@10']),
              figure(one['coverage@10']),
            ]),
          ),
        ),
      )
      .join('\n\n'),
    'lists-exploration': told(
      'exploration',
      table(
        [
          '',
          'share explored',
          'coverage@10',
          'places for products that no plain list shows',
          'products on no list',
          'NDCG@10',
        ],
        of('exploration').map((result) => [
          result.name,
          share(result.share),
          `${figure(result['coverage@10'].explored)}; ${figure(result['coverage@10'].plain)} without`,
          share(result.exposure),
          `${result['never-shown'].explored}; ${result['never-shown'].plain} without`,
          against(result['ndcg@10']),
        ]),
      ),
    ),
    'lists-reasons': told(
      'reasons',
      table(
        ['', 'source', 'reasons', 'lower without the click'],
        of('reasons').flatMap((result) =>
          Object.entries(result.sources).map(([source, quality]) => [
            result.name,
            source,
            String(quality.asked),
            share(quality.share),
          ]),
        ),
      ),
    ),
  };
}
