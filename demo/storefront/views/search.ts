import { element } from '../element.ts';
import { fill, messages } from '../language.ts';
import { listing } from '../parts/listing.ts';
import type { Stage, View } from '../stage.ts';

export function search(stage: Stage, query: string): View {
  const say = messages();
  const title = fill(say.results, { query });
  return {
    title,
    content: element(
      'div',
      {},
      element('h1', { class: 'page-title' }, title),
      listing(stage, { placement: 'search', goods: stage.shop.range.matching(query), empty: say.noResults }),
    ),
  };
}
