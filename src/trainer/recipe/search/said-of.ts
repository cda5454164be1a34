import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { analyse } from '../../../engine/search/analyse.ts';
import { isStopWord } from '../../../engine/search/stop-words.ts';
import { wordKey } from '../../../engine/search/word-vectors.ts';
import type { ShopSearch } from '../../log/searches.ts';

/** The words after which shoppers turned to a product, by place in the feed, and the share of its searches that had each. */
export type Said = (place: number) => ReadonlyMap<string, number>;

/**
 * What shoppers say of products: the words of the searches after which they turned to one.
 * @param minShoppers shoppers who have to have turned to a product after a word, so that the pack tells of no single one
 */
export function saidOf(searches: readonly ShopSearch[], catalogue: Catalogue, minShoppers: number): Said {
  const places = new Map(Array.from(catalogue.order, (row, place) => [row, place]));
  /** Shoppers by word, and all of them, by place. */
  const shoppers = new Map<number, { all: Set<string>; byWord: Map<string, Set<string>> }>();
  for (const { shopper, words, chosen } of searches) {
    const asked = new Set(termsOf(words));
    for (const id of chosen) {
      const place = places.get(catalogue.itemOf(id) ?? -1);
      if (place === undefined) continue;
      const known = shoppers.get(place) ?? { all: new Set(), byWord: new Map() };
      shoppers.set(place, known);
      known.all.add(shopper);
      for (const word of asked) {
        const own = known.byWord.get(word);
        if (own) own.add(shopper);
        else known.byWord.set(word, new Set([shopper]));
      }
    }
  }
  const said = new Map<number, ReadonlyMap<string, number>>();
  for (const [place, { all, byWord }] of shoppers) {
    const told = [...byWord].filter(([, own]) => own.size >= minShoppers);
    if (told.length > 0) said.set(place, new Map(told.map(([word, own]) => [word, own.size / all.size])));
  }
  const nothing: ReadonlyMap<string, number> = new Map();
  return (place) => said.get(place) ?? nothing;
}

/** The words of a text, as vectors are kept of them. */
export function termsOf(text: string): string[] {
  return analyse(text).flatMap(({ term, kind }) =>
    kind === 'part' || kind === 'single' || kind === 'bond' || isStopWord(term) ? [] : [wordKey(term)],
  );
}
