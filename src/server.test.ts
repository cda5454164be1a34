import { expect, test } from 'vitest';
import { renderShelf } from './server.ts';

const products = [
  { id: 'a', title: 'Teapot', price: 9, currency: 'EUR', url: '/p/a', image: '/a.jpg' },
  { id: 'b', title: 'Lamp', price: 20, regularPrice: 30, currency: 'EUR', badges: ['New'] },
];

test('writes the element with its attributes, and its cards in a declarative shadow root', async () => {
  const html = await renderShelf(products, { attributes: { placement: 'home', lang: 'de' } });
  expect(html).toMatch(
    /^<vitrine-shelf limit="2" placement="home" lang="de" data-served=""><template shadowrootmode="open">/,
  );
  expect(html).toContain('<h2 part="heading" class="heading">Aus unserem Sortiment</h2>');
  expect(html).toContain('<a part="link" class="link" href="/p/a"><span part="title" class="title">Teapot</span></a>');
  expect(html).toContain('<del part="regular-price"');
  expect(html.match(/<li /g)).toHaveLength(2);
  expect(html).toMatch(/<\/template><\/vitrine-shelf>$/);
});

test('reasons of a list, words of the shop, HTML of the page and a nonce go in', async () => {
  const [a, b] = products;
  const items = [
    { id: 'a', product: a, score: 1, reasons: [{ kind: 'popular' as const }], shares: {} },
    {
      id: 'b',
      product: b,
      score: 1,
      reasons: [{ kind: 'similar' as const, product: 'a', title: 'Teapot', shares: [] }],
      shares: {},
    },
  ];
  const html = await renderShelf(
    { id: 'list-1', items },
    {
      attributes: { limit: 1 },
      messages: { manyChose: 'Loved by all' },
      inside: '<h3 slot="heading">More</h3><button slot="action">Add</button>',
      nonce: 'n"1',
    },
  );
  expect(html).toContain('<style nonce="n&quot;1">');
  expect(html).toContain('>Loved by all</p>');
  expect(html).toContain('<div part="action" class="action"></div>');
  expect(html).toContain('</template><h3 slot="heading">More</h3><button slot="action">Add</button></vitrine-shelf>');
  expect(html.match(/<li /g)).toHaveLength(1);
});

test('a list without products is an element that asks by itself', async () => {
  expect(await renderShelf([], { attributes: { limit: 4 } })).toBe('<vitrine-shelf limit="4"></vitrine-shelf>');
});

test.each([
  ['an attribute that is not known', products, { attributes: { limits: 4 } }, '`limits`'],
  ['one that cannot be read', products, { attributes: { limit: 'many' } }, 'limit="many"'],
  ['one whose name would end the tag', products, { attributes: { 'data-x><script': '1' } }, 'data-x><script'],
  ['a language that there is not', products, { attributes: { lang: '???' } }, '???'],
  ['a product without an id', [{ title: 'Teapot' }], {}, 'at 0'],
  ['no list', null, {}, 'no list'],
  ['a product that is no plain data', [{ id: 'a', price: 1n }], {}, 'plain data'],
])('%s is refused and named', async (_, list, options, named) => {
  await expect(renderShelf(list as never, options)).rejects.toMatchObject({
    code: 'bad-options',
    message: expect.stringContaining(named),
  });
});

test.each([['javascript:alert(1)'], [' JaVa\nScRiPt:alert(1)'], ['data:text/html,x'], ['vbscript:x']])(
  'an address that is no page is neither linked nor shown: %s',
  async (address) => {
    const html = await renderShelf([{ id: 'a', title: 'A', url: address, image: address }]);
    const [shown] = html.split('<script');
    expect(shown).not.toMatch(/href=|<img/);
  },
);
