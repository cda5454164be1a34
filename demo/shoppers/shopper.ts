import type { DemoProduct } from '../catalogue/catalogue.ts';
import {
  DEPARTMENT_NAMES,
  DEPARTMENTS,
  type DepartmentName,
  departmentOf,
  type KindName,
} from '../catalogue/departments.ts';
import type { Dice } from '../catalogue/dice.ts';
import { KINDS } from '../catalogue/kinds/index.ts';
import { STYLE_NAMES, type StyleName } from '../catalogue/styles.ts';
import { COMPANIONS } from './companions.ts';

/** What a simulated shopper is drawn to. */
export interface Taste {
  style: StyleName;
  /** A second style, now and then. */
  other: StyleName;
  departments: readonly DepartmentName[];
  /** Where in a kind's range of prices they look: 0 (cheapest) … 1 (dearest). */
  purse: number;
}

export function makeTaste(dice: Dice): Taste {
  const [style, other] = dice.shuffled(STYLE_NAMES);
  return { style, other, departments: dice.shuffled(DEPARTMENT_NAMES).slice(0, dice.int(1, 3)), purse: dice.real() };
}

/** The range as the simulation sees it: by kind, with a popularity that is nobody's taste. */
export interface Stock {
  byKind: ReadonlyMap<KindName, readonly DemoProduct[]>;
  popularity: ReadonlyMap<string, number>;
}

/** Some things are simply sold more: 1 for the first of a kind's random order, falling to a tenth. */
export function makeStock(products: readonly DemoProduct[], dice: Dice): Stock {
  const byKind = new Map<KindName, DemoProduct[]>();
  for (const product of products) byKind.set(product.kind, [...(byKind.get(product.kind) ?? []), product]);
  const popularity = new Map<string, number>();
  for (const kind of byKind.values()) {
    for (const [rank, { id }] of dice.shuffled(kind).entries()) popularity.set(id, 1 / (1 + rank * 0.18));
  }
  return { byKind, popularity };
}

/** How likely a shopper who seeks something of its kind takes to a product, after what they looked at before. */
function appeal(product: DemoProduct, taste: Taste, before: DemoProduct | undefined, stock: Stock): number {
  const [low, high] = KINDS[product.kind].price;
  const dearness = Math.min(1, Math.max(0, (product.price - low) / (high - low)));
  const style = product.style === taste.style ? 1 : product.style === taste.other ? 0.22 : 0.04;
  const purse = Math.exp(-3 * Math.abs(dearness - taste.purse * 0.7));
  // Things of one colour end up in one basket: the pattern that co-visitation can learn.
  const sameColour = before?.look.colour === product.look.colour ? 4 : 1;
  const sameForm = before?.kind === product.kind && before.look.form === product.look.form ? 1.8 : 1;
  return style * purse * sameColour * sameForm * (stock.popularity.get(product.id) ?? 0);
}

const STAYS_WITH_KIND = 0.45;
const FOLLOWS_COMPANION = 0.42;

/** One visit: a thing sought, others compared with it, and what goes with it. */
export function visit(taste: Taste, stock: Stock, dice: Dice): DemoProduct[] {
  const kindOf = (department: DepartmentName): KindName =>
    dice.pick(DEPARTMENTS[department].kinds as readonly KindName[]);
  let kind = kindOf(dice.pick(taste.departments));
  let before: DemoProduct | undefined;
  const seen: DemoProduct[] = [];
  const length = 2 + Math.floor(-Math.log(1 - dice.real()) * 3.2);
  for (let step = 0; step < Math.min(length, 14); step++) {
    const choices = stock.byKind.get(kind)!.filter((product) => !seen.includes(product));
    if (choices.length === 0) break;
    before = dice.weighted(choices, (product) => appeal(product, taste, before, stock));
    seen.push(before);
    const next = dice.real();
    if (next < STAYS_WITH_KIND) continue;
    if (next < STAYS_WITH_KIND + FOLLOWS_COMPANION) kind = dice.weighted(COMPANIONS[kind], (_, rank) => 1 / (1 + rank));
    else
      kind = kindOf(
        dice.chance(0.7) ? dice.pick(taste.departments) : departmentOf(dice.pick([...stock.byKind.keys()])),
      );
  }
  return seen;
}
