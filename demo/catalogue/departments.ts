import { type Words, words } from './words.ts';

/** The kinds of product, by department, in the order in which the shop shows them. */
export const DEPARTMENTS = {
  kitchen: { name: words('Kitchen & table', '厨房餐桌'), kinds: ['mug', 'teapot', 'bowl', 'pan'] },
  living: { name: words('Living', '居家'), kinds: ['lamp', 'vase', 'cushion', 'clock', 'chair'] },
  green: { name: words('Plants', '绿植'), kinds: ['plant', 'watering-can'] },
  clothes: { name: words('Clothes', '服饰'), kinds: ['jumper', 'tee', 'hat'] },
  shoes: { name: words('Shoes & bags', '鞋包'), kinds: ['sneaker', 'boot', 'backpack', 'tote'] },
  outdoors: { name: words('Outdoors', '户外'), kinds: ['tent', 'flask', 'lantern'] },
  desk: { name: words('Desk & play', '书桌与玩具'), kinds: ['notebook', 'headphones', 'toy'] },
} as const satisfies Record<string, { name: Words; kinds: readonly string[] }>;

export type DepartmentName = keyof typeof DEPARTMENTS;
export type KindName = (typeof DEPARTMENTS)[DepartmentName]['kinds'][number];

export const DEPARTMENT_NAMES = Object.keys(DEPARTMENTS) as DepartmentName[];
export const KIND_NAMES: readonly KindName[] = DEPARTMENT_NAMES.flatMap((name) => [...DEPARTMENTS[name].kinds]);

/** What a shopper reads above a shelf of the kind; the English one is its category in the feed. */
export const KIND_LABELS: Record<KindName, Words> = {
  mug: words('Mugs & cups', '马克杯'),
  teapot: words('Teapots & kettles', '茶壶水壶'),
  bowl: words('Bowls', '碗'),
  pan: words('Pots & pans', '锅具'),
  lamp: words('Lamps', '灯具'),
  vase: words('Vases', '花瓶'),
  cushion: words('Cushions', '靠垫'),
  clock: words('Clocks', '钟'),
  chair: words('Chairs', '椅凳'),
  plant: words('House plants', '室内植物'),
  'watering-can': words('Watering cans', '洒水壶'),
  jumper: words('Knitwear', '针织衫'),
  tee: words('T-shirts', 'T 恤'),
  hat: words('Hats', '帽子'),
  sneaker: words('Sneakers', '运动鞋'),
  boot: words('Boots', '靴子'),
  backpack: words('Backpacks', '双肩包'),
  tote: words('Bags', '手提包'),
  tent: words('Tents', '帐篷'),
  flask: words('Bottles', '水瓶'),
  lantern: words('Lanterns', '提灯'),
  notebook: words('Notebooks', '笔记本'),
  headphones: words('Headphones', '耳机'),
  toy: words('Toys', '玩具'),
};

export const departmentOf = (kind: KindName): DepartmentName =>
  DEPARTMENT_NAMES.find((name) => (DEPARTMENTS[name].kinds as readonly string[]).includes(kind))!;
