import * as orama from '@orama/orama';
import { Index as FlexIndex } from 'flexsearch';
import MiniSearch from 'minisearch';
import * as zbsearch from 'zbsearch';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { indexCatalogue } from '../../src/engine/search/catalogue-index.ts';
import { CatalogueSearch } from '../../src/engine/search/catalogue-search.ts';

const LIMIT = 10;

export interface Built {
  /** Places of the products found, best first, ten at most. */
  search(text: string): number[] | Promise<number[]>;
  /** What its makers say to store, in bytes. */
  storedBytes(): number | Promise<number>;
}

/** A search library with typing errors allowed, as its documentation says to set it. */
export interface Contender {
  name: string;
  /** What is set otherwise than by default. */
  settings: string;
  /** @param catalogue of these titles, as a shop that shows products has it already */
  build(titles: readonly string[], catalogue: Catalogue): Promise<Built>;
}

const bytesOf = (value: unknown): number => {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
};
const jsonBytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
const schema = { title: 'string' } as const;

export const CONTENDERS: readonly Contender[] = [
  {
    name: 'vitrine',
    settings: 'as a shop gets it',
    async build(_titles, catalogue) {
      const steps = indexCatalogue(catalogue);
      let step = steps.next();
      while (!step.done) step = steps.next();
      const stored = step.value;
      const search = new CatalogueSearch(catalogue, stored);
      const allowed = catalogue.available;
      return {
        search: (text) => {
          const { whole, alternatives } = search.find({ text, limit: LIMIT, allowed, prefix: true, understand: true });
          return [...whole.items, ...alternatives.items].map((row) => row - 1);
        },
        storedBytes: () => bytesOf(stored),
      };
    },
  },
  {
    name: 'minisearch',
    settings: 'fuzzy: 0.2, prefix: true',
    async build(titles) {
      const index = new MiniSearch({ fields: ['title'], searchOptions: { fuzzy: 0.2, prefix: true } });
      index.addAll(titles.map((title, id) => ({ id, title })));
      return {
        search: (text) =>
          index
            .search(text)
            .slice(0, LIMIT)
            .map(({ id }: { id: number }) => id),
        storedBytes: () => jsonBytes(index),
      };
    },
  },
  {
    name: 'zbsearch',
    settings: 'tolerance: 1',
    async build(titles) {
      const index = zbsearch.create({ schema });
      await zbsearch.insertMultiple(
        index,
        titles.map((title, place) => ({ id: String(place), title })),
        1_000,
      );
      return {
        search: async (text) =>
          (await zbsearch.search(index, { term: text, tolerance: 1, limit: LIMIT })).hits.map(
            ({ id }: { id: string }) => Number(id),
          ),
        storedBytes: async () => jsonBytes(await zbsearch.save(index)),
      };
    },
  },
  {
    name: 'orama',
    settings: 'tolerance: 1',
    async build(titles) {
      const index = orama.create({ schema });
      await orama.insertMultiple(
        index,
        titles.map((title, place) => ({ id: String(place), title })),
        1_000,
      );
      return {
        search: async (text) =>
          (await orama.search(index, { term: text, tolerance: 1, limit: LIMIT })).hits.map(({ id }: { id: string }) =>
            Number(id),
          ),
        storedBytes: async () => jsonBytes(await orama.save(index)),
      };
    },
  },
  {
    name: 'flexsearch',
    settings: 'tokenize: forward, encoder: LatinBalance, suggest: true',
    async build(titles) {
      const index = new FlexIndex({ tokenize: 'forward', encoder: 'LatinBalance' });
      titles.forEach((title, place) => {
        index.add(place, title);
      });
      const stored = () => {
        let bytes = 0;
        index.export((_key: string, data: unknown) => {
          bytes += jsonBytes(data);
        });
        return bytes;
      };
      return {
        search: (text) => index.search(text, { limit: LIMIT, suggest: true }) as number[],
        storedBytes: stored,
      };
    },
  },
];
