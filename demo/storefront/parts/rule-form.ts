import type { Rule, RuleTarget, RuleWhen } from 'vitrine';
import { element } from '../element.ts';
import { labelOf, textOf } from '../goods.ts';
import { messages } from '../language.ts';
import type { Shop } from '../shop.ts';

const KINDS = ['boost', 'bury', 'exclude', 'pin', 'cap', 'explore', 'floor'] as const;
const PLACEMENTS = ['home', 'related', 'bought-together', 'cart'] as const;
const ARRIVED_DAYS = 30;

/** A form that writes one more rule. */
export function ruleForm(shop: Shop, onRule: (rule: Rule) => void): HTMLElement {
  const say = messages();
  const kind = select(KINDS.map((name) => [name, say.ruleKinds[name]]));
  const what = targets(shop);
  const products = element('datalist', { id: 'rule-products' });
  products.append(...shop.range.all.map((goods) => element('option', { value: goods.id }, textOf(goods).title)));
  const product = element('input', { type: 'text', list: products.id, autocomplete: 'off' });
  const amount = element('input', { type: 'number', step: 'any', required: true });
  const amountName = element('span', {});
  const each = select([
    ['', say.ruleTogether],
    ['brand', say.ruleEachBrand],
    ['category', say.ruleEachKind],
  ]);
  const least = element('input', { type: 'number', min: 0, step: 'any' });
  const most = element('input', { type: 'number', min: 0, step: 'any' });
  const from = element('input', { type: 'date' });
  const until = element('input', { type: 'date' });
  const placement = select([['', say.ruleEverywhere], ...PLACEMENTS.map((name) => [name, say.shelves[name]] as const)]);
  const visitor = select([
    ['', say.ruleEveryone],
    ['new', say.ruleVisitors.new],
    ['known', say.ruleVisitors.known],
  ]);
  const productRow = field(say.ruleProduct, product);
  const whatRow = field(say.ruleWhat, what);
  const amountRow = element('label', { class: 'question' }, amountName, amount);
  const eachRow = field(say.ruleEach, each);
  const prices = [field(say.ruleLeast, least), field(say.ruleMost, most)];

  const follow = (): void => {
    const chosen = kind.value as Rule['kind'];
    const pins = chosen === 'pin';
    productRow.hidden = !pins;
    product.required = pins;
    for (const row of [whatRow, ...prices]) row.hidden = pins;
    eachRow.hidden = chosen !== 'cap';
    const [name, value, min, step] = AMOUNTS[chosen] ?? [];
    amountRow.hidden = name === undefined;
    amount.disabled = name === undefined;
    if (name === undefined) return;
    amountName.textContent = say[name];
    Object.assign(amount, { value: `${value}`, min: `${min}`, step });
  };
  kind.addEventListener('change', follow);
  follow();

  const read = (): Rule => {
    const chosen = kind.value as Rule['kind'];
    const price = { ...(least.value && { min: Number(least.value) }), ...(most.value && { max: Number(most.value) }) };
    const where: RuleTarget = {
      ...(JSON.parse(what.value) as RuleTarget),
      ...(Object.keys(price).length > 0 && { price }),
    };
    const when: RuleWhen = {
      ...(from.value && { from: from.value }),
      ...(until.value && { until: until.value }),
      ...(placement.value && { placements: [placement.value] }),
      ...(visitor.value && { audience: { visitor: [visitor.value] } }),
    };
    const head = { id: freeName(shop, chosen), ...(Object.keys(when).length > 0 && { when }) };
    const count = Number(amount.value);
    if (chosen === 'pin') return { kind: chosen, ...head, product: product.value.trim(), at: count };
    if (chosen === 'boost') return { kind: chosen, ...head, where, factor: count };
    if (chosen === 'explore' || chosen === 'floor') return { kind: chosen, ...head, where, share: count / 100 };
    if (chosen !== 'cap') return { kind: chosen, ...head, where };
    return {
      kind: chosen,
      ...head,
      where,
      most: count,
      ...(each.value && { each: each.value as 'brand' | 'category' }),
    };
  };
  const form = element(
    'form',
    { class: 'rule-form' },
    field(say.ruleKind, kind),
    whatRow,
    productRow,
    products,
    amountRow,
    eachRow,
    ...prices,
    field(say.ruleFrom, from),
    field(say.ruleUntil, until),
    field(say.rulePlacement, placement),
    field(say.ruleAudience, visitor),
    element('button', { class: 'button button-main', type: 'submit' }, say.ruleAdd),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onRule(read());
  });
  return form;
}

/** The number that a kind has: its name, first value, least value and step. */
const AMOUNTS: Partial<
  Record<Rule['kind'], ['ruleFactor' | 'rulePlace' | 'ruleCount' | 'ruleShare', number, number, string]>
> = {
  boost: ['ruleFactor', 4, 0.01, 'any'],
  pin: ['rulePlace', 1, 1, '1'],
  cap: ['ruleCount', 2, 0, '1'],
  explore: ['ruleShare', 10, 1, '1'],
  floor: ['ruleShare', 20, 1, '1'],
};

/** Departments, kinds and makers; the value of each is its target. */
function targets({ range }: Shop): HTMLSelectElement {
  const say = messages();
  const option = (target: RuleTarget, words: string) => element('option', { value: JSON.stringify(target) }, words);
  const group = (label: string, names: readonly string[], target: (name: string) => RuleTarget) =>
    names.length > 0 && element('optgroup', { label }, ...names.map((name) => option(target(name), labelOf(name))));
  const departments = range.departments.map(({ name }) => name);
  const kinds = [...new Set(range.departments.flatMap(({ kinds }) => kinds))];
  const brands = [...new Set(range.all.flatMap(({ brand }) => brand ?? []))].sort();
  const dated = range.all.some(({ added }) => added !== undefined);
  return element(
    'select',
    {},
    option({}, say.ruleAll),
    dated && option({ addedWithin: ARRIVED_DAYS }, say.ruleNew),
    group(say.departments, departments, (name) => ({ categories: [name] })),
    group(say.ruleGroupKinds, kinds, (name) => ({ categories: [name] })),
    group(say.ruleGroupBrands, brands, (name) => ({ brands: [name] })),
  );
}

/** A name that no other rule has. */
function freeName(shop: Shop, kind: string): string {
  const taken = new Set(shop.ruleBook.rules.map(({ id }) => id));
  let number = 1;
  while (taken.has(`${kind}-${number}`)) number++;
  return `${kind}-${number}`;
}

function select(options: readonly (readonly [string, string])[]): HTMLSelectElement {
  return element('select', {}, ...options.map(([value, words]) => element('option', { value }, words)));
}

function field(label: string, input: HTMLElement): HTMLElement {
  return element('label', { class: 'question' }, element('span', {}, label), input);
}
