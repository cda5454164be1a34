// The small shop that the golden packs are of: what it sells, what its simulated shoppers did, and the histories that
// lists are made for. Everything follows from one seed; nobody of flesh and blood is in it.

const SHOPPERS = 420;
const DAYS = 60;
/** 1 January 2026, in seconds since 1970. */
const START = 1_767_225_600;
const DAY = 86_400;

/** Department, kinds of product in it, brands, and the price of its first product. */
const DEPARTMENTS = [
  ['tea', ['green tea', 'black tea', 'herb tea'], ['Leafwell', 'Osmund'], 4],
  ['kitchen', ['pot', 'cup', 'kettle'], ['Osmund', 'Clayhouse'], 12],
  ['light', ['desk lamp', 'floor lamp', 'lantern'], ['Lumen', 'Northlight'], 35],
  ['garden', ['trowel', 'planter', 'watering can'], ['Greenway', 'Clayhouse'], 9],
  ['paper', ['notebook', 'pencil', 'calendar'], ['Folio', 'Northlight'], 3],
  ['textile', ['blanket', 'cushion', 'towel'], ['Loomworks', 'Greenway'], 18],
];
const COLOURS = ['blue', 'red', 'white', 'green'];
const A_DEPARTMENT = 10;

/** A sequence of numbers that follows from a seed: mulberry32. */
function diceOf(seed) {
  let state = seed;
  const real = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { real, below: (most) => Math.floor(real() * most), chance: (share) => real() < share };
}

/** Sixty products that shoppers met. One has an id that is not ASCII, one is out of stock. */
function makeProducts() {
  return DEPARTMENTS.flatMap(([department, kinds, brands, price], d) =>
    Array.from({ length: A_DEPARTMENT }, (_, i) => ({
      id: d === 1 && i === 0 ? '茶壶-1' : `${department}-${i + 1}`,
      title: `${COLOURS[(d + i) % COLOURS.length]} ${kinds[i % kinds.length]} no. ${i + 1}`,
      categories: [department, kinds[i % kinds.length]],
      brand: brands[i % 2],
      price: price + 2 * i,
      currency: 'EUR',
      ...(department === 'light' && i === 4 && { inStock: false }),
    })),
  );
}

/** Four that only the feed has. */
const NEW = [
  ['new-tea', 'blue green tea no. 11', ['tea', 'green tea'], 'Leafwell', 9],
  ['new-lamp', 'white desk lamp no. 11', ['light', 'desk lamp'], 'Lumen', 49],
  ['new-cup', 'red cup no. 11', ['kitchen', 'cup'], 'Clayhouse', 15],
  ['new-towel', 'green towel no. 11', ['textile', 'towel'], 'Greenway', 21],
].map(([id, title, categories, brand, price]) => ({ id, title, categories, brand, price, currency: 'EUR' }));

/** One that shoppers met and the feed has no more. */
const GONE = 'paper-9';

/**
 * Shoppers have two departments they like, go on to the next products of one, come back to what they liked, and put
 * something into the cart and buy it at times.
 */
function simulate(products) {
  const dice = diceOf(20_26);
  const rows = [];
  for (let shopper = 1; shopper <= SHOPPERS; shopper++) {
    const liked = [dice.below(DEPARTMENTS.length), dice.below(DEPARTMENTS.length)];
    const visits = 1 + dice.below(3);
    for (let visit = 0; visit < visits; visit++) {
      let at = START + dice.below(DAYS * DAY);
      let place = dice.below(A_DEPARTMENT);
      const department = dice.chance(0.85) ? liked[visit % 2] : dice.below(DEPARTMENTS.length);
      const steps = 2 + dice.below(5);
      for (let step = 0; step < steps; step++) {
        const { id } = products[department * A_DEPARTMENT + place];
        const note = (event) => {
          at += 5 + dice.below(90);
          rows.push([`s${shopper}`, id, event, at]);
        };
        note('view');
        if (dice.chance(0.35)) {
          note('cart');
          if (dice.chance(0.75)) note('purchase');
        }
        place = dice.chance(0.7) ? (place + 1) % A_DEPARTMENT : Math.floor(A_DEPARTMENT * dice.real() ** 2);
      }
    }
  }
  return rows.sort((a, b) => a[3] - b[3] || (a[0] < b[0] ? -1 : 1));
}

/** Each shopper knows the one after them, and some know another. */
function simulateLinks() {
  const dice = diceOf(7);
  return Array.from({ length: SHOPPERS }, (_, i) => [
    [i + 1, ((i + 1) % SHOPPERS) + 1],
    ...(dice.chance(0.5) ? [[i + 1, 1 + dice.below(SHOPPERS)]] : []),
  ])
    .flat()
    .filter(([a, b]) => a !== b);
}

/** Milliseconds: the visitors come in the month after. */
const VISIT = (START + DAYS * DAY) * 1000;
const MINUTE = 60_000;
/** When lists are asked for: the chance of a purchase depends on the time since the last look. */
export const ASKED_AT = Date.parse('2026-03-10T12:00:00Z');

/** Interactions a minute apart; a number in place of a product waits so many minutes. */
function did(...steps) {
  let at = VISIT;
  const interactions = [];
  for (const step of steps) {
    if (typeof step === 'number') {
      at += step * MINUTE;
      continue;
    }
    const [product, name = 'view_item'] = step.split(' ');
    interactions.push({ name, ...(name === 'view_item_list' ? { products: [product] } : { product }), at });
    at += MINUTE;
  }
  return interactions;
}
const row = (department, from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${department}-${from + i}`).map((id) =>
    id === 'kitchen-1' ? '茶壶-1' : id,
  );

const PLAIN = { limit: 6 };
const LIKE = { placement: 'home', limit: 6, like: ['garden-2'] };
const CATEGORY = { limit: 6, filter: { categories: ['textile'] } };
const PRICE = { limit: 6, filter: { price: { min: 10, max: 20 }, exclude: ['tea-5'] } };
const BRAND = { limit: 4, filter: { brands: ['Clayhouse'] } };
const SEEN = { limit: 6, seen: 'include' };
const DIVERSE = { limit: 6, diversity: 0.5 };
const FRIENDS = {
  limit: 6,
  friends: [
    ['paper-1', 'paper-2', 'nobody-knows'],
    ['paper-2', 'tea-1'],
  ],
};
const NEW_ONLY = { limit: 4, filter: { price: { min: 45, max: 60 } } };

/** The histories and, of each, what it is asked with. */
const HISTORIES = [
  ['stranger', did(), [PLAIN, LIKE, CATEGORY, FRIENDS]],
  ['one click', did('tea-1'), [PLAIN, LIKE, SEEN, FRIENDS]],
  ['two clicks', did('tea-1', 'tea-2'), [PLAIN, DIVERSE]],
  ['not ASCII', did('茶壶-1'), [PLAIN, { placement: 'home', limit: 3, like: ['茶壶-1'] }]],
  ['one department', did(...row('light', 1, 6)), [PLAIN, CATEGORY, NEW_ONLY]],
  ['two departments', did(...row('tea', 2, 5), ...row('garden', 1, 4)), [PLAIN, PRICE, DIVERSE]],
  [
    'longer than the models read',
    did(...row('tea', 1, 10), ...row('kitchen', 1, 10), ...row('paper', 1, 8), ...row('tea', 1, 4)),
    [PLAIN, SEEN, LIKE],
  ],
  ['the same again and again', did(...Array(6).fill('paper-2')), [PLAIN, SEEN]],
  ['back and forth', did('tea-3', 'garden-3', 'tea-3', 'garden-3', 'tea-4'), [PLAIN, BRAND]],
  ['cart and purchase', did('textile-1', 'textile-1 add_to_cart', 'textile-1 purchase', 'textile-2'), [PLAIN, SEEN]],
  ['wishlist', did('light-2', 'light-2 add_to_wishlist', 'light-8 add_to_wishlist'), [PLAIN, PRICE]],
  ['dismissed', did('tea-1', 'tea-3 dismiss', 'tea-2 dismiss'), [PLAIN, SEEN]],
  ['taken out of the cart', did('garden-1', 'garden-5 add_to_cart', 'garden-5 remove_from_cart'), [PLAIN]],
  ['two sessions', did('tea-1', 'tea-2', 'tea-3', 600, 'light-1', 'light-2'), [PLAIN, CATEGORY]],
  ['a session just begun', did(...row('kitchen', 1, 7), 9000, 'paper-4'), [PLAIN, DIVERSE]],
  ['a product that is gone', did(GONE), [PLAIN, SEEN]],
  ['a product of the feed alone', did('new-lamp'), [PLAIN, NEW_ONLY]],
  ['new among known', did('tea-1', 'new-tea', 'tea-2', 'new-cup'), [PLAIN, BRAND]],
  ['out of stock', did('light-5', 'light-4'), [PLAIN]],
  ['a product that nobody knows', did('elsewhere-1', 'elsewhere-2'), [PLAIN, FRIENDS]],
  ['seen in lists only', did('paper-1 view_item_list', 'paper-5 view_item_list'), [PLAIN]],
  ['select and view', did('garden-6 select_item', 'garden-6', 'garden-7 select_item'), [{ limit: 3, explain: false }]],
];

/** The shop's files, by name. */
export function goldenShop() {
  const products = makeProducts();
  const log = simulate(products);
  const feed = [...NEW, ...products.filter(({ id }) => id !== GONE)];
  const lines = (values) => `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]\n`;
  return {
    'products.json': lines(feed),
    'events.csv': `${['user,item,event,ts', ...log.map((fields) => fields.join(','))].join('\n')}\n`,
    'relations.txt': `${simulateLinks()
      .map(([a, b]) => `s${a} s${b}`)
      .join('\n')}\n`,
    'histories.json': lines(HISTORIES.map(([name, interactions, queries]) => ({ name, interactions, queries }))),
  };
}
