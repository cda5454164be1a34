import { readSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { TRENDING } from '../../pack/sections/trending.ts';
import type { CandidateSource } from '../sources/candidate-source.ts';
import { listed } from './listed-source.ts';
import { type Placement, type Shelf, stepOf } from './placement.ts';

/** What rises, as the pack has counted it; without a pack that knows times, what is popular. Categories come by the filter. */
export const trending: Placement = {
  name: 'trending',
  plan: (shelf) => ({
    steps: [...stepOf(shelf, trendingOf(shelf.pack)), ...stepOf(shelf, shelf.chain.source('popular'))],
  }),
};

const read = new WeakMap<PackSection, CandidateSource>();

/**
 * Products whose shoppers grow in number. The section is read when it is first asked; one that is corrupt fails as a source does.
 */
function trendingOf(pack: Shelf['pack']): CandidateSource | undefined {
  const section = pack?.sections.trending;
  return (
    section && {
      name: TRENDING.name,
      retrieve(context, limit) {
        const source = read.get(section) ?? listed(TRENDING.name, risingIn(section, pack.ids.size));
        read.set(section, source);
        return source.retrieve(context, limit);
      },
    }
  );
}

function risingIn(section: PackSection, items: number): Map<number, number> {
  const [, { rising }] = readSection(TRENDING, section, items);
  return new Map(rising.entries());
}
