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
});
