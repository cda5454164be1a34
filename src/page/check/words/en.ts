import type { CheckWords } from '../check-report.ts';

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const words: CheckWords = {
  heading: (wrong, notes) =>
    wrong > 0
      ? `${count(wrong, 'thing')} must be put right.`
      : notes > 0
        ? `It works. ${count(notes, 'thing')} could be better.`
        : 'All is as it should be.',
  engineReady: () => 'The engine runs in its worker.',
  engineNot: (state) => [`The engine is \`${state}\`.`, 'The problems below say why.'],
  products: (taken) => `The catalogue has ${count(taken, 'product')}.`,
  noProducts: () => ['The catalogue has no products.', 'Give `products` an array, or the address of a feed.'],
  refused: (number, row, message) => [
    `${count(number, 'row')} of the feed ${number === 1 ? 'was' : 'were'} refused, such as row ${row}: ${message}`,
    'Correct these rows: their products are never shown.',
  ],
  omitted: (number, row, field, message) => [
    `${count(number, 'field')} of the feed could not be read, such as \`${field}\` in row ${row}: ${message}`,
    'Correct these fields: their products are ranked without them.',
  ],
  currencies: (codes) => [
    `Products have prices in several currencies: ${codes}.`,
    "Filters, searches and rules compare the numbers alone: give the page a feed in the visitor's currency.",
  ],
  noStream: () => [
    'The page sends its events to no stream that is known here (dataLayer, _paq, analytics, Shopify).',
    "Call `shop.track({ name: 'view_item', items: [{ item_id }] })` where a visitor opens a product.",
  ],
  stream: (name, entries, understood, passedOver) =>
    entries === null
      ? `\`${name}\` is there. It keeps no earlier events: do something in the page, and check again.`
      : `\`${name}\` has ${count(entries, 'entry', 'entries')}: ${understood}; ${passedOver} meant for others.`,
  nothingUnderstood: (name, entries) => [
    `\`${name}\` has ${count(entries, 'entry', 'entries')}, and none of them is an event about products.`,
    'Open a product first. If there still is none, the page does not send GA4 e-commerce events: call `shop.track()` yourself.',
  ],
  notConnected: (stream, tracked) => [
    `\`${stream}\` is not connected${tracked > 0 ? `; events reach the history by \`shop.track()\` alone` : ', and nothing was tracked'}.`,
    `Call \`shop.connect('${stream}')\`, unless the page tracks the same events itself.`,
  ],
  unread: (names) => [
    `These entries look like events about products, and nobody reads them: ${names}.`,
    'Give `createRecommender` an adapter for them (`adapters`), or send them in the form of GA4.',
  ],
  idsKnown: (known, all) =>
    all === 1
      ? 'The product that events name is in the catalogue.'
      : `All ${known} products that events name are in the catalogue.`,
  idsSomeUnknown: (unknown, all, examples) => [
    `${unknown} of the ${all} products that events name are not in the catalogue: ${examples}.`,
    'They may be sold out for good. If not, the feed lacks them, or writes their ids in another form.',
  ],
  idsUnknown: (all, examples, own) => [
    `None of the ${count(all, 'product')} that events name ${all === 1 ? 'is' : 'are'} in the catalogue: ${examples}. The catalogue has ids such as ${own}.`,
    'Track the ids that the feed has: the page may name variants (SKUs) where the feed names products.',
  ],
  idsPart: (of, known) =>
    `Of \`${of}\` the catalogue knows the part \`${known}\`: give \`createRecommender\` an adapter that tracks this part.`,
  pageProduct: (id) => `The product that this page describes (JSON-LD), \`${id}\`, is in the catalogue.`,
  pageProductUnknown: (ids, own) => [
    `The page describes a product (JSON-LD) with the ids ${ids}; the catalogue has none of them, but ids such as ${own}.`,
    'If it should be there, the feed lacks it or writes its id in another form.',
  ],
  noView: (id) => [
    `This page describes the product \`${id}\`, and no event says that it was viewed.`,
    `Call \`shop.track({ name: 'view_item', items: [{ item_id: '${id}' }] })\` here: views are what lists learn most from.`,
  ],
  list: (number, personal, model) =>
    `A list of this page has ${count(number, 'product')}, ${personal ? "by this visitor's history" : 'the same for every new visitor'} (${model}).`,
  emptyList: () => [
    'A list of this page is empty.',
    'Look whether all products are out of stock, or were seen by this visitor.',
  ],
  shelves: (number) => `The page has ${count(number, 'shelf', 'shelves')}.`,
  shelvesUndefined: (number) => [
    `The page has ${count(number, 'shelf', 'shelves')}, and \`<vitrine-shelf>\` is not defined.`,
    "Call `defineShelf(shop)` of 'vitrine/shelf'.",
  ],
  noShelf: () => [
    'The page has no `<vitrine-shelf>`.',
    'Write `<vitrine-shelf limit="8"></vitrine-shelf>` where one should stand, unless the page draws its lists itself.',
  ],
  pack: (products, created, sections) =>
    `The pack of ${created.slice(0, 10)} knows ${count(products, 'product')} (${sections}).`,
  noPack: () => [
    'There is no pack: products are ranked by their content and by what this visitor did.',
    'A pack of the shop’s own log ranks better: `npx vitrine train --events LOG --products FEED --out shop.safetensors`.',
  ],
  history: (interactions, sessions) =>
    `The history of this visitor has ${count(interactions, 'event')} in ${count(sessions, 'session')}.`,
  notDurable: () => [
    'The browser stores nothing: the history is kept in memory, until the page closes.',
    'A private window or blocked site data does this; look at the problems below.',
  ],
  consent: (state) =>
    state === 'pending'
      ? ['The visitor has not answered yet: nothing is stored.', "Call `shop.consent('granted')` when they agree."]
      : [
          'The visitor does not allow a history: lists are the same for everyone.',
          "If this is not their own answer, look for Global Privacy Control in the browser, or call `shop.consent('granted')`.",
        ],
};
