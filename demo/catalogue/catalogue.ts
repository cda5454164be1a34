import { DEPARTMENTS, departmentOf, KIND_LABELS, KIND_NAMES, type KindName } from './departments.ts';
import { Dice } from './dice.ts';
import { formsOf } from './drawing/index.ts';
import type { Look } from './drawing/look.ts';
import { KINDS } from './kinds/index.ts';
import { LINES, STYLE_NAMES, STYLES, type StyleName } from './styles.ts';

/** A row of the demo shop's feed: a product as the package reads it, and what the storefront alone understands. */
export interface DemoProduct {
  id: string;
  title: string;
  categories: readonly [department: string, kind: string];
  brand: string;
  price: number;
  currency: 'EUR';
  /** The latest of each kind have none yet. */
  description?: string;
  tags: readonly string[];
  inStock: boolean;
  /** The same in Chinese. */
  zh: { title: string; brand: string; categories: readonly string[]; tags: readonly string[]; description?: string };
  kind: KindName;
  style: StyleName;
  look: Look;
}

const PER_KIND = 50;
/** Of each kind; nobody has written of those after them. */
const TOLD = 42;
const SOLD_OUT = 0.04;

/** Prices as shops write them: whole euros, or ending in a half below twenty. */
const rounded = (price: number): number => (price < 20 ? Math.round(price * 2) / 2 : Math.round(price));

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

function makeProduct(kind: KindName, number: number, dice: Dice, taken: Set<string>): DemoProduct {
  const { nouns, materials, patterns, price, facts } = KINDS[kind];
  const styleName = dice.pick(STYLE_NAMES);
  const style = STYLES[styleName];
  const form = dice.int(0, formsOf(kind) - 1);
  const [colour, accent] = dice.shuffled(style.colours);
  const fitting = style.patterns.filter((name) => patterns.includes(name));
  const pattern = fitting.length > 0 ? dice.pick(fitting) : 'plain';
  const key = [form, colour.hex, pattern].join();
  if (taken.has(key)) return makeProduct(kind, number, dice, taken);
  taken.add(key);

  const material = dice.pick(materials);
  const brand = dice.pick(style.brands);
  const line = dice.pick(LINES);
  const [first, second] = dice.shuffled(facts);
  const [low, high] = price;
  const told = number <= TOLD;
  const wanted = low + (high - low) * dice.real() ** 1.8;
  return {
    id: `${kind}-${String(number).padStart(2, '0')}`,
    title: `${line.en} ${material.name.en} ${nouns[form].en}, ${colour.name.en}`,
    categories: [DEPARTMENTS[departmentOf(kind)].name.en, KIND_LABELS[kind].en],
    brand: brand.name.en,
    price: rounded(wanted * brand.tier),
    currency: 'EUR',
    ...(told && {
      description: `${capital(material.name.en)} ${nouns[form].en} in ${colour.name.en} and ${accent.name.en}. ${first.en} ${second.en}`,
    }),
    tags: [colour.name.en, material.name.en, style.name.en.toLowerCase(), ...(pattern === 'plain' ? [] : [pattern])],
    inStock: !dice.chance(SOLD_OUT),
    zh: {
      title: `${line.zh}${material.name.zh}${nouns[form].zh} · ${colour.name.zh}`,
      brand: brand.name.zh,
      categories: [DEPARTMENTS[departmentOf(kind)].name.zh, KIND_LABELS[kind].zh],
      tags: [colour.name.zh, material.name.zh, style.name.zh],
      ...(told && {
        description: `${material.name.zh}${nouns[form].zh}，${colour.name.zh}配${accent.name.zh}。${first.zh}${second.zh}`,
      }),
    },
    kind,
    style: styleName,
    look: {
      form,
      colour: colour.hex,
      accent: accent.hex,
      trim: dice.pick(style.trims),
      pattern,
      surface: material.surface,
      seed: dice.int(1, 0x7fffffff),
    },
  };
}

/** The demo shop's whole range: 1,200 products of 24 kinds, the same for every visitor. */
export function makeCatalogue(seed = 20_26): DemoProduct[] {
  const dice = new Dice(seed);
  return KIND_NAMES.flatMap((kind) => {
    const taken = new Set<string>();
    return Array.from({ length: PER_KIND }, (_, i) => makeProduct(kind, i + 1, dice, taken));
  });
}
