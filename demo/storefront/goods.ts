import type { Product } from 'vitrine';
import { DEPARTMENTS, KIND_LABELS, type KindName } from '../catalogue/departments.ts';
import type { Look } from '../catalogue/drawing/look.ts';
import { language } from './language.ts';

/** A product as the storefront shows it: any feed's row; the demo shop's own rows know more. */
export interface Goods extends Product {
  zh?: {
    title: string;
    brand: string;
    categories?: readonly string[];
    tags?: readonly string[];
    description?: string;
  };
  kind?: KindName;
  look?: Look;
}

export interface GoodsText {
  title: string;
  brand: string;
  description: string;
}

/** What to read about a product in the visitor's language. */
export function textOf(goods: Goods): GoodsText {
  const { title = goods.id, brand = '', description = '' } = goods;
  const chinese = language() === 'zh' && goods.zh;
  return chinese ? { description: '', ...chinese } : { title, brand, description };
}

/** The product as a record in the visitor's language alone. */
export function recordOf({ zh, ...goods }: Goods): Product {
  return language() === 'zh' && zh ? { ...goods, ...zh } : goods;
}

/** Labels of the demo shop's departments and kinds by their name in the feed. */
const CHINESE = new Map(
  [...Object.values(DEPARTMENTS).map(({ name }) => name), ...Object.values(KIND_LABELS)].map(({ en, zh }) => [en, zh]),
);

export const labelOf = (category: string): string => (language() === 'zh' && CHINESE.get(category)) || category;

export interface Department {
  name: string;
  goods: readonly Goods[];
  /** Its narrower categories, in order of appearance. */
  kinds: readonly string[];
}

/** Departments shown in the head; the rest of a wide feed is found by search. */
const MOST_DEPARTMENTS = 14;

/** All products of a shop, as a shopper browses them. */
export class Range {
  readonly all: readonly Goods[];
  readonly departments: readonly Department[];
  readonly #byId: Map<string, Goods>;

  constructor(all: readonly Goods[]) {
    this.all = all;
    this.#byId = new Map(all.map((goods) => [goods.id, goods]));
    const groups = new Map<string, Goods[]>();
    for (const goods of all) {
      const name = goods.categories?.[0];
      if (name === undefined) continue;
      const group = groups.get(name);
      if (group) group.push(goods);
      else groups.set(name, [goods]);
    }
    const widest = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, MOST_DEPARTMENTS);
    const shown = new Set(widest.map(([name]) => name));
    this.departments = [...groups]
      .filter(([name]) => shown.has(name))
      .map(([name, goods]) => ({
        name,
        goods,
        kinds: [...new Set(goods.flatMap(({ categories }) => categories?.[1] ?? []))],
      }));
  }

  get(id: string): Goods | undefined {
    return this.#byId.get(id);
  }

  /** Some of each department in turn, none sold out: what the shop itself puts on a shelf. */
  picks(count: number): Goods[] {
    const turns = this.departments.map(({ goods }) => goods.filter(({ inStock }) => inStock !== false));
    const longest = Math.max(0, ...turns.map(({ length }) => length));
    const inTurn = Array.from({ length: Math.min(count, longest) }, (_, turn) =>
      turns.flatMap((goods) => goods[Math.floor((turn * goods.length) / count)] ?? []),
    ).flat();
    return [...new Set([...inTurn, ...this.all])].slice(0, count);
  }
}
