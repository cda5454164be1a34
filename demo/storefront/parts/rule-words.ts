import type { Rule, RuleOutcome, RuleTarget, RuleWhen } from 'vitrine';
import { labelOf, textOf } from '../goods.ts';
import { fill, language, messages, number } from '../language.ts';
import type { Shop } from '../shop.ts';

/** What a rule does, in the words of whoever keeps the shop. */
export function ruleText(shop: Shop, rule: Rule): string {
  const say = messages();
  const what = targetText(shop, rule.kind === 'pin' ? { products: [rule.product] } : (rule.where ?? {}));
  switch (rule.kind) {
    case 'boost':
      return fill(say.ruleBoosts, { what, factor: number(rule.factor, Number.isInteger(rule.factor) ? 0 : 2) });
    case 'bury':
      return fill(say.ruleBuries, { what });
    case 'exclude':
      return fill(say.ruleExcludes, { what });
    case 'pin':
      return fill(say.rulePins, { what, at: rule.at });
    case 'explore':
      return fill(say.ruleExplores, { what, share: number(100 * rule.share) });
    case 'floor':
      return fill(say.ruleFloors, { what, share: number(100 * rule.share) });
    case 'cap':
      return fill(say.ruleCaps[rule.each ?? 'all'], { what, most: rule.most });
  }
}

/** When it acts; empty where it always does. */
export function whenText({ from, until, placements, audience }: RuleWhen = {}): string {
  const say = messages();
  const shelves: Record<string, string> = say.shelves;
  const visitors: Record<string, string> = say.ruleVisitors;
  return [
    from && fill(say.ruleFromDay, { day: from }),
    until && fill(say.ruleUntilDay, { day: until }),
    placements && fill(say.ruleAt, { shelves: joined(placements.map((name) => shelves[name] ?? name)) }),
    ...Object.entries(audience ?? {}).map(([name, values]) =>
      name === 'visitor'
        ? joined(values.map((value) => visitors[`${value}`] ?? `${value}`))
        : `${name}: ${joined(values)}`,
    ),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What it did to the list that was made with it. */
export function outcomeText({ moved, leftOut }: RuleOutcome): string {
  const say = messages();
  return [
    moved.length > 0 && fill(say.ruleMoved, { count: moved.length }),
    leftOut > 0 && fill(say.ruleLeftOut, { count: number(leftOut) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function targetText(shop: Shop, target: RuleTarget): string {
  const say = messages();
  const { products = [], categories = [], brands = [], price, addedWithin, inStock } = target;
  const titles = products.map((id) => {
    const goods = shop.range.get(id);
    return goods ? textOf(goods).title : id;
  });
  const parts = [
    joined([...titles, ...categories.map(labelOf), ...brands]),
    price?.min !== undefined && fill(say.searchFrom, { price: number(price.min) }),
    price?.max !== undefined && fill(say.searchUpTo, { price: number(price.max) }),
    addedWithin !== undefined && fill(say.ruleArrivals, { days: addedWithin }),
    inStock === false && say.soldOut,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : say.ruleAll;
}

const joined = (names: readonly unknown[]): string => names.join(language() === 'zh' ? '、' : ', ');
