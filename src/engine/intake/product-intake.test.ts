import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { feedPart } from '../../catalogue/feeds/feed-part.ts';
import type { VitrineError } from '../../contract/errors.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { ScriptParts } from '../script-parts.ts';
import { ProductIntake } from './product-intake.ts';

const ADDRESS = 'https://shop.example/feed-forms.js';
let problems: VitrineError[] = [];
let catalogue: Catalogue;
const bring = vi.fn(() => vi.stubGlobal('vitrineParts', { 'feed-forms': feedPart }));

beforeEach(() => {
  problems = [];
  bring.mockClear();
  vi.stubGlobal('vitrineParts', undefined);
  vi.stubGlobal('importScripts', bring);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function intake(formsAt: string | undefined = ADDRESS): ProductIntake {
  const parts = new ScriptParts();
  if (formsAt !== undefined) parts.addresses = { 'feed-forms': formsAt };
  return new ProductIntake({
    parts,
    take: (feed: Feed) => {
      catalogue = new Catalogue(feed, new TextTable());
    },
    onProblem: (problem) => problems.push(problem),
  });
}

/** The feed at an address, in pieces of so many bytes. */
function serve(text: string, size = 1024): void {
  const bytes = new TextEncoder().encode(text);
  vi.stubGlobal('fetch', async (address: string) => {
    if (address === ADDRESS) return new Response('');
    let at = 0;
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) controller.close();
          else {
            controller.enqueue(bytes.slice(at, at + size));
            at += size;
          }
        },
      }),
    );
  });
}

const OWN = [
  { id: 'a', title: 'Cup', categories: ['Home'], price: 4 },
  { id: 'b', title: 'Pot', inStock: false },
];

describe("products in Vitrine's own form need no further script", () => {
  test.each([1, 7, 4096])('from an address, in pieces of %i bytes', async (size) => {
    serve(` \n${JSON.stringify(OWN, null, 1)}`, size);
    expect(await intake().load('/feed')).toMatchObject({ taken: 2, refused: 0, omitted: 0 });
    expect(bring).not.toHaveBeenCalled();
    expect(catalogue.product(1)).toEqual(OWN[0]);
  });

  test('from the page', async () => {
    const own = intake();
    await own.stage(OWN);
    expect(own.commit()).toMatchObject({ taken: 2 });
    expect(bring).not.toHaveBeenCalled();
  });
});

describe('products of another form bring the script that reads it, once', () => {
  test('a table', async () => {
    serve('sku;name;price\na;Cup;4,50\n');
    expect(await intake().load('/feed')).toMatchObject({ taken: 1 });
    expect(bring).toHaveBeenCalledExactlyOnceWith(ADDRESS);
    expect(catalogue.product(1)).toEqual({ id: 'a', title: 'Cup', price: 4.5 });
  });

  test('rows that the page holds, from the first of another form on, in their order', async () => {
    const own = intake();
    await own.stage([OWN[0], { sku: 'x', name: 'Lid', price: '3 €', myField: 1 }]);
    await own.stage([OWN[1], { id: 'y', title: 'Men&#8217;s tee' }]);
    expect(own.commit()).toMatchObject({ taken: 4, refused: 0 });
    expect(bring).toHaveBeenCalledTimes(1);
    expect([1, 2, 3, 4].map((row) => catalogue.idOf(row))).toEqual(['a', 'x', 'b', 'y']);
    expect(catalogue.product(2)).toEqual({
      id: 'x',
      sku: 'x',
      title: 'Lid',
      name: 'Lid',
      price: 3,
      currency: 'EUR',
      myField: 1,
    });
    expect(catalogue.product(4)?.title).toBe('Men’s tee');
  });

  test('rows of variations join their product, though the page gave them as an array', async () => {
    const own = intake();
    await own.stage([
      { ID: '7', Type: 'variable', SKU: 'hat', Parent: '', Name: 'Hat', 'Regular price': '' },
      { ID: '8', Type: 'variation', SKU: 'hat-s', Parent: 'hat', Name: 'Hat S', 'Regular price': '9' },
    ]);
    expect(own.commit()).toMatchObject({ taken: 1 });
    expect(catalogue.product(1)).toMatchObject({ id: '7', title: 'Hat', price: 9 });
  });

  /** As a page describes itself: a list, of which one entry has products within it. */
  const graph = (): object[] => {
    const product = (sku: string, price: string) => ({
      '@type': 'Product',
      sku,
      name: `Tee ${sku}`,
      offers: { '@type': 'Offer', price, priceCurrency: 'EUR' },
    });
    return [
      { '@context': 'https://schema.org', '@type': 'WebSite', name: 'Shop', url: 'https://shop.example/' },
      { '@type': 'ProductGroup', productGroupID: 'TEE', hasVariant: [product('S', '9'), product('M', '9')] },
      { '@type': 'WebPage', mainEntity: { '@type': 'ItemList', itemListElement: [{ item: product('C', '4') }] } },
      { node: { id: 'n', title: 'Node' } },
    ];
  };

  test('what the page describes by JSON-LD is opened, from the page as from an address', async () => {
    const own = intake();
    await own.stage(graph());
    const staged = own.commit();
    expect([1, 2, 3, 4].map((row) => catalogue.idOf(row))).toEqual(['S', 'M', 'C', 'n']);
    expect(catalogue.product(3)).toMatchObject({ title: 'Tee C', price: 4, currency: 'EUR' });
    expect(staged).toMatchObject({ taken: 4, refused: 1, refusals: [{ message: expect.stringContaining('WebSite') }] });
    serve(JSON.stringify(graph()));
    expect(await own.load('/feed')).toEqual(staged);
  });

  test('JSON-LD with cycles: each product once, without the field that closes the circle, which is told', async () => {
    const group = { '@type': 'ProductGroup', productGroupID: 'G', hasVariant: [] as object[] };
    const product: Record<string, unknown> = { '@type': 'Product', sku: 'A', name: 'A', isVariantOf: group };
    product.offers = { '@type': 'Offer', price: '9', priceCurrency: 'EUR', itemOffered: product };
    group.hasVariant.push(product);
    const page: Record<string, unknown> = { '@type': 'WebPage' };
    page.mainEntity = page;
    page.about = { '@type': 'ItemList', itemListElement: [page, product, product] };
    const own = intake();
    await own.stage([{ '@graph': [page, product] }, page.mainEntity, { '@type': 'WebPage', about: [group, page] }]);
    const report = own.commit();
    // Once for each way that the cycle leads to it from an entry of its own, and no more.
    expect(report).toMatchObject({ taken: 1, refused: 3 });
    expect(new Set(report.refusals.map(({ reason }) => reason))).toEqual(new Set(['duplicate-id']));
    expect(report.omissions.map(({ field }) => field)).toEqual(expect.arrayContaining(['isVariantOf', 'offers']));
    expect(catalogue.product(1)).toMatchObject({ id: 'A', title: 'A', price: 9, currency: 'EUR' });
    // By their names: `@id` points back, and is not followed.
    await own.stage([
      { '@id': '#a', '@type': 'Product', sku: 'A', name: 'A', isVariantOf: { '@id': '#g' } },
      { '@id': '#g', '@type': 'ProductGroup', productGroupID: 'G', name: 'G', hasVariant: [{ '@id': '#a' }] },
    ]);
    expect(own.commit().taken).toBeGreaterThan(0);
  });

  test('where it cannot be loaded, the page’s rows are read as far as they go, and the reason is told', async () => {
    vi.stubGlobal('importScripts', () => {
      throw new DOMException('blocked by script-src', 'NetworkError');
    });
    const own = intake();
    await own.stage([{ id: 'a', title: 'Cup', price: '4' }, OWN[1]]);
    expect(own.commit()).toMatchObject({ taken: 2, omitted: 1, omissions: [{ field: 'price' }] });
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^feed-unreadable .*feed-forms\.js could not be loaded: .*script-src/),
    ]);
    serve('id,title\na,Cup\n');
    await expect(own.load('/feed')).rejects.toMatchObject({
      code: 'feed-unreadable',
      remedy: expect.stringMatching(/./),
    });
  });
});

describe('a shop that would stay empty is told of', () => {
  test('all rows refused', async () => {
    const own = intake();
    await own.stage([{ title: 'Cup' }, { title: 'Pot' }]);
    expect(own.commit()).toMatchObject({ taken: 0, refused: 2 });
    expect(problems).toEqual([
      expect.objectContaining({ code: 'feed-unreadable', message: expect.stringContaining('2 of 2 rows') }),
    ]);
  });

  test('all products sold out or hidden', async () => {
    serve('id,title,availability\na,Cup,out of stock\nb,Pot,sold out\n');
    await intake().load('/feed');
    expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining('All 2 products') })]);
  });

  test('an empty feed and one with something to show are not', async () => {
    const own = intake();
    own.commit();
    await own.stage(OWN);
    own.commit();
    expect(problems).toEqual([]);
  });
});

describe('what is larger than a page can hold is refused, with what would fit', () => {
  const description = 'wool '.repeat(8_000);
  const large = (n: number) => ({ id: `p${n}`, title: `Product ${n}`, description });

  test('rows without an end', async () => {
    const own = intake();
    let sent = 0;
    await expect(
      (async () => {
        for (;;) await own.stage(Array.from({ length: 500 }, () => large(sent++)));
      })(),
    ).rejects.toMatchObject({
      code: 'feed-too-large',
      message: expect.stringMatching(/[5-9]\d{3} products of it fit/),
      remedy: expect.stringMatching(/./),
    });
    expect(sent).toBeLessThan(12_000);
  });

  /** A feed that is made as it is read, and counts what was taken of it. */
  function serveEndless(start: string, row: (n: number) => string) {
    const served = { bytes: 0, ended: false };
    const encoder = new TextEncoder();
    let n = 0;
    vi.stubGlobal('fetch', async (address: string) => {
      if (address === ADDRESS) return new Response('');
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        const text = (n === 0 ? start : '') + Array.from({ length: 16 }, () => row(n++)).join('');
        const piece = encoder.encode(text);
        served.bytes += piece.length;
        controller.enqueue(piece);
      };
      const cancel = () => {
        served.ended = true;
      };
      return new Response(new ReadableStream({ pull, cancel }));
    });
    return served;
  }

  test.each<[string, string, (n: number) => string, string]>([
    ['a list of products without an end', '[', (n) => `${JSON.stringify(large(n))},`, 'feed-too-large'],
    ['a list of which one product has no end', '[{"id":"a","title":"', () => description, 'feed-unreadable'],
    ['a quote of a table that is never closed', 'id,title\na,"', () => description, 'feed-unreadable'],
    ['JSON lines of which one has no end', '{"id":"a"}\n{"id":"b","title":"', () => description, 'feed-unreadable'],
    ['an element of XML without an end', '<rss><channel><item><id>a</id><title>', () => description, 'feed-unreadable'],
  ])(
    '%s, from an address: the download ends early, and what served before still serves',
    async (_, start, row, code) => {
      const own = intake();
      await own.stage(OWN);
      own.commit();
      const served = serveEndless(start, row);
      await expect(own.load('/feed')).rejects.toMatchObject({ code, remedy: expect.stringMatching(/./) });
      await vi.waitFor(() => expect(served.ended).toBe(true), { timeout: 30_000 });
      expect(served.bytes).toBeLessThan(400e6);
      expect(catalogue.product(1)).toEqual(OWN[0]);
    },
    300_000,
  );
});
