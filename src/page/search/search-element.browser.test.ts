import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import type { SearchResult, Suggestions } from '../../contract/search.ts';
import type { Recommender } from '../facade/recommender.ts';
import { type SearchEvent, VitrineSearch } from './search-element.ts';

customElements.define('vitrine-search', VitrineSearch);

const product = (id: string, title: string) => ({
  id,
  product: { id, title, url: `#${id}` },
  score: 1,
  reasons: [],
  shares: {},
});
const RESULT: SearchResult = {
  id: 'list-1',
  placement: 'search',
  text: 'red bag under 50',
  items: [{ ...product('bag', 'Red <b>bag</b>'), highlights: [[0, 3]] }],
  found: 1,
  alternatives: [],
  dropped: [],
  understood: [{ kind: 'price', max: 50, range: [8, 16] }],
  facets: {
    categories: [
      { name: 'Bags', products: 1 },
      { name: 'Gifts', products: 1 },
    ],
  },
  personal: false,
  took: 1,
};
const NOTHING: SearchResult = {
  ...RESULT,
  text: 'zeppelin bag',
  items: [],
  found: 0,
  understood: [],
  facets: { categories: [] },
  alternatives: [{ ...product('bag', 'Red bag'), highlights: [] }],
  dropped: ['zeppelin'],
};
const SUGGESTED: Suggestions = {
  queries: [{ text: 'red bag', products: 2 }],
  categories: [{ name: 'Bags', products: 3 }],
  products: [{ ...product('bag', 'Red bag'), highlights: [[0, 3]] }],
};

const search = vi.fn();
const suggest = vi.fn();
const track = vi.fn();
let field: VitrineSearch;
beforeEach(() => {
  search.mockReset().mockResolvedValue(RESULT);
  suggest.mockReset().mockResolvedValue(SUGGESTED);
  track.mockReset().mockResolvedValue({});
  document.body.innerHTML = '<div lang="en"><vitrine-search></vitrine-search></div>';
  field = document.querySelector('vitrine-search')!;
  field.recommender = { search, suggest, track } as unknown as Recommender;
});
afterEach(() => {
  document.body.replaceChildren();
});

const all = <TElement extends HTMLElement>(selector: string) => [
  ...field.shadowRoot!.querySelectorAll<TElement>(selector),
];
const one = <TElement extends HTMLElement>(selector: string) => all<TElement>(selector)[0];
const input = () => one<HTMLInputElement>('input');
const press = (key: string) =>
  input().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const type = (text: string) => {
  input().value = text;
  input().dispatchEvent(new Event('input', { bubbles: true }));
};
const submit = () => one<HTMLFormElement>('form').requestSubmit();
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000 });

test('a combobox: typing opens suggestions, arrow keys go round them, Escape closes them', async () => {
  expect(input().getAttribute('role')).toBe('combobox');
  expect(input().getAttribute('aria-label')).toBe('Search products');
  type('re');
  await until(() => expect(input().getAttribute('aria-expanded')).toBe('true'));
  expect(all('[role=group]').map((group) => group.getAttribute('aria-label'))).toEqual([
    'Searches',
    'Categories',
    'Products',
  ]);
  press('ArrowDown');
  expect(one(`#${input().getAttribute('aria-activedescendant')}`).textContent).toContain('red bag');
  press('ArrowUp');
  expect(input().hasAttribute('aria-activedescendant')).toBe(false);
  press('ArrowUp');
  expect(one('[aria-selected=true]').textContent).toBe('Red bag');
  press('Escape');
  expect(input().getAttribute('aria-expanded')).toBe('false');
});

test('a chosen query is searched for; results are cards, counted for everybody, and never HTML', async () => {
  type('re');
  await until(() => expect(all('[role=option]').length).toBe(3));
  press('ArrowDown');
  submit();
  await until(() => expect(all('li').length).toBe(1));
  expect(search).toHaveBeenCalledWith(expect.objectContaining({ text: 'red bag', placement: 'search', limit: 24 }));
  expect(track).toHaveBeenCalledWith({ name: 'search', search_term: 'red bag' });
  expect(one('li .title').textContent).toBe('Red <b>bag</b>');
  expect(one('li b')).toBeUndefined();
  expect(one('li mark').textContent).toBe('Red');
  expect(one('[part=status]').textContent).toBe('One product');
});

test('what was understood can be taken off, and a category put on', async () => {
  field.search('red bag under 50');
  await until(() => expect(all('[part=chip]').length).toBe(1));
  expect(one('[part=chip]').getAttribute('aria-label')).toBe('Search without: Up to 50');
  all('[part=category]')[1].click();
  await until(() =>
    expect(search).toHaveBeenLastCalledWith(expect.objectContaining({ filter: { categories: ['Gifts'] } })),
  );
  await until(() => expect(all('[part=category]')[1].getAttribute('aria-pressed')).toBe('true'));
  one('[part=chip]').click();
  await until(() => expect(search).toHaveBeenCalledWith(expect.objectContaining({ text: 'red bag' })));
  expect(field.value).toBe('red bag');
});

test('where nothing holds all words it says so, and what the nearest do without', async () => {
  search.mockResolvedValue(NOTHING);
  field.search('zeppelin bag');
  await until(() => expect(one('[part=dropped]')?.textContent).toBe('Without “zeppelin”'));
  expect(one('[part=status]').textContent).toBe('Nothing holds all of “zeppelin bag”.');
  expect(one('h2').textContent).toBe('The nearest to it');
  expect(all('li').length).toBe(1);
});

test('a page may show the results itself, and is told which product was chosen, from which list', async () => {
  const searched = vi.fn((event: Event) => event.preventDefault());
  document.addEventListener('vitrine-search', searched, { once: true });
  field.search('red bag');
  expect(searched).toHaveBeenCalledOnce();
  expect(search).not.toHaveBeenCalled();

  field.search('red bag');
  await until(() => expect(all('li').length).toBe(1));
  const selected = vi.fn((event: Event) => event.preventDefault());
  document.addEventListener('vitrine-select', selected, { once: true });
  one('li a').click();
  expect((selected.mock.calls[0][0] as CustomEvent).detail).toMatchObject({ list: 'list-1', product: { id: 'bag' } });
  expect(track).toHaveBeenCalledWith({ name: 'select_item', items: [{ item_id: 'bag', item_list_id: 'list-1' }] });
});

test('an answer that comes after a newer question is not shown; a failure can be tried again', async () => {
  let late = (_: SearchResult): void => undefined;
  search.mockReturnValueOnce(
    new Promise<SearchResult>((resolve) => {
      late = resolve;
    }),
  );
  field.search('first');
  search.mockRejectedValueOnce(new Error('gone'));
  field.search('second');
  await until(() => expect(one('[part=retry]')).toBeDefined());
  late(RESULT);
  await Promise.resolve();
  expect(all('li').length).toBe(0);
  expect(one('[part=status]').textContent).toBe('The search did not answer.');
  one('[part=retry]').click();
  await until(() => expect(all('li').length).toBe(1));
});

test('in Chinese where the page is, and while an input method composes keys are its own', async () => {
  (field.parentElement as HTMLElement).lang = 'zh-CN';
  field.setAttribute('lang', 'zh-CN');
  await until(() => expect(input().getAttribute('aria-label')).toBe('搜索商品'));
  type('连衣裙');
  await until(() => expect(input().getAttribute('aria-expanded')).toBe('true'));
  input().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', isComposing: true, bubbles: true }));
  expect(input().hasAttribute('aria-activedescendant')).toBe(false);
});

test('words of this field go before those of the shop, and these before those of the language', async () => {
  VitrineSearch.messages = { searchLabel: 'Of the shop', clearSearch: 'Of the shop' };
  try {
    field.messages = { searchLabel: 'Of this field' };
    await until(() => expect(input().getAttribute('aria-label')).toBe('Of this field'));
    expect(all('button').map((button) => button.getAttribute('aria-label'))).toContain('Of the shop');
    const apart = document.createElement('vitrine-search') as VitrineSearch;
    apart.messages = { searchLabel: 'Not placed yet' };
    expect(apart.messages).toEqual({ searchLabel: 'Not placed yet' });
  } finally {
    VitrineSearch.messages = {};
  }
});

test('a value that the page writes is searched for; taken away, it leaves an empty field', async () => {
  field.setAttribute('value', 'red bag');
  await until(() => expect(search).toHaveBeenCalledTimes(1));
  field.setAttribute('value', 'red bag');
  field.removeAttribute('value');
  expect(field.value).toBe('');
  expect(search).toHaveBeenCalledTimes(1);
  document.body.innerHTML = '<vitrine-search value="blue bag"></vitrine-search>';
  field = document.querySelector('vitrine-search')!;
  expect(field.value).toBe('blue bag');
});

test('a field without a recommender of its own has the shop’s, and without any it does nothing', async () => {
  field.recommender = null;
  field.search('red bag');
  press('ArrowDown');
  one('input').dispatchEvent(new FocusEvent('focus'));
  expect(search).not.toHaveBeenCalled();
  VitrineSearch.recommender = { search, suggest, track } as unknown as Recommender;
  try {
    field.search('red bag');
    await until(() => expect(all('li').length).toBe(1));
  } finally {
    VitrineSearch.recommender = null;
  }
});

test('the index is made when the visitor is about to type, once', () => {
  search.mockRejectedValueOnce(new Error('gone'));
  for (let i = 0; i < 3; i++) one('input').dispatchEvent(new FocusEvent('focus'));
  expect(search).toHaveBeenCalledTimes(1);
  expect(search).toHaveBeenCalledWith({ text: '', limit: 1 });
});

test('a direction that the page says itself is left to the page', async () => {
  (field.parentElement as HTMLElement).dir = 'rtl';
  field.messages = {};
  await until(() => expect(one('form').hasAttribute('dir')).toBe(false));
  expect(getComputedStyle(one('form')).direction).toBe('rtl');
});

test('an arrow opens suggestions of what stands there; Escape where none are open is left to the page', async () => {
  const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  input().dispatchEvent(pressed);
  expect(pressed.defaultPrevented).toBe(false);
  field.value = 're';
  press('ArrowDown');
  await until(() => expect(input().getAttribute('aria-expanded')).toBe('true'));
  type(' ');
  await until(() => expect(input().getAttribute('aria-expanded')).toBe('false'));
  expect(suggest).toHaveBeenCalledTimes(1);
});

test('no suggestions, those that fail, and those for what is not typed any more', async () => {
  const heard = () => one('p.unseen').textContent;
  suggest.mockRejectedValueOnce(new Error('gone'));
  type('a');
  await until(() => expect(suggest).toHaveBeenCalledTimes(1));
  suggest.mockResolvedValueOnce({ queries: [], categories: [], products: [] });
  type('ab');
  await until(() => expect(heard()).toBe('No suggestions'));
  expect(input().getAttribute('aria-expanded')).toBe('false');
  let late = (_: Suggestions): void => undefined;
  suggest.mockReturnValueOnce(
    new Promise<Suggestions>((resolve) => {
      late = resolve;
    }),
  );
  type('abc');
  await until(() => expect(suggest).toHaveBeenCalledTimes(3));
  field.search('red bag');
  late(SUGGESTED);
  await until(() => expect(all('li').length).toBe(1));
  expect(input().getAttribute('aria-expanded')).toBe('false');
});

test('a suggestion shows its picture, and marks only words that are shown', async () => {
  const picture = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
  suggest.mockResolvedValue({
    queries: [
      { text: 'blue', products: 1 },
      { text: 're', products: 1 },
    ],
    categories: [],
    products: [
      {
        id: 'bag',
        product: { id: 'bag', title: 'Red bag', image: picture, en: { title: 'Crimson bag' } },
        highlights: [[0, 3]],
      },
    ],
  });
  type('re');
  await until(() => expect(all('[role=option]').length).toBe(3));
  expect(all('[role=group]').length).toBe(2);
  expect(one<HTMLImageElement>('[role=option] img').getAttribute('src')).toBe(picture);
  expect(all('[role=option]').at(-1)!.textContent).toBe('Crimson bag');
  expect(all('[role=option] mark').map(({ textContent }) => textContent)).toEqual(['blue']);
});

test('a product among the suggestions opens its page, unless the page does something else', async () => {
  const open = async () => {
    type('re');
    await until(() => expect(input().getAttribute('aria-expanded')).toBe('true'));
  };
  await open();
  field.addEventListener('vitrine-select', (event) => event.preventDefault(), { once: true });
  all('[role=option]').at(-1)!.click();
  expect(location.hash).not.toBe('#bag');
  await open();
  all('[role=option]').at(-1)!.click();
  await until(() => expect(location.hash).toBe('#bag'));
  expect(track).toHaveBeenCalledWith({ name: 'select_item', items: [{ item_id: 'bag' }] });
  suggest.mockResolvedValue({
    ...SUGGESTED,
    products: [{ ...SUGGESTED.products[0], product: { id: 'bag', title: 'Red bag' } }],
  });
  location.hash = '';
  await open();
  all('[role=option]').at(-1)!.click();
  expect(location.hash).toBe('');
});

test('results tell why they fit where more than their words does, and a link is followed where the page lets it', async () => {
  const reason = { kind: 'seed', product: 'mug', title: 'Mug', source: 'content' };
  search.mockResolvedValue({
    ...RESULT,
    items: [{ ...RESULT.items[0], reasons: [reason] }],
    understood: [
      { kind: 'order', by: 'newest', followed: false, range: [0, 3] },
      { kind: 'order', by: 'price-ascending', range: [4, 8] },
    ],
    facets: {},
  });
  field.search('newest bag');
  await until(() => expect(all('li').length).toBe(1));
  expect(all('[part=chip]').map(({ textContent }) => textContent)).toEqual(['Cheapest first ×']);
  expect(all('[part=category]')).toEqual([]);
  expect(one('li .reason').textContent).not.toBe('');
  location.hash = '';
  one('li a').click();
  await until(() => expect(location.hash).toBe('#bag'));
});

test('a category that is chosen again is taken off', async () => {
  field.search('bag', 'Gifts');
  await until(() => expect(all('[part=category]')[1]?.getAttribute('aria-pressed')).toBe('true'));
  all('[part=category]')[1].click();
  await until(() => expect(search.mock.lastCall![0]).not.toHaveProperty('filter'));
});

describe('with pictures', () => {
  const PICTURE = new File(['a picture'], 'mug.png', { type: 'image/png' });
  const filesOf = (...files: File[]): DataTransfer => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    return transfer;
  };
  const chosen = () => one<HTMLInputElement>('input[type=file]');
  const choose = (file: File) => {
    chosen().files = filesOf(file).files;
    chosen().dispatchEvent(new Event('change'));
  };
  beforeEach(() => field.setAttribute('pictures', ''));

  test('the button is there where the page asks for it, and has a name in both languages', async () => {
    const button = one('[part=picture-button]');
    expect(button.hidden).toBe(false);
    await until(() => expect(button.getAttribute('aria-label')).toBe('Search by a picture'));
    expect(chosen().accept).toBe('image/*');
    field.parentElement!.lang = 'zh-CN';
    field.setAttribute('lang', 'zh-CN');
    await until(() => expect(button.getAttribute('aria-label')).toBe('以图搜索'));
    field.removeAttribute('pictures');
    expect(button.hidden).toBe(true);
  });

  test.each(['chosen', 'dropped', 'pasted'])(
    'a picture that is %s is searched by, shown, and taken off again',
    async (how) => {
      if (how === 'chosen') choose(PICTURE);
      const given = { bubbles: true, cancelable: true };
      if (how === 'dropped') input().dispatchEvent(new DragEvent('drop', { ...given, dataTransfer: filesOf(PICTURE) }));
      if (how === 'pasted') {
        input().dispatchEvent(new ClipboardEvent('paste', { ...given, clipboardData: filesOf(PICTURE) }));
      }
      await until(() => expect(one('[part=status]').textContent).toBe('One product looks like it'));
      expect(search).toHaveBeenLastCalledWith(expect.objectContaining({ image: PICTURE, text: '' }));
      expect(track).not.toHaveBeenCalled(); // nothing was typed
      expect(field.picture).toBe(PICTURE);
      expect(one('[part=picture-preview]').getAttribute('aria-label')).toBe('Your picture');
      type('in blue');
      submit();
      await until(() =>
        expect(search).toHaveBeenLastCalledWith(expect.objectContaining({ image: PICTURE, text: 'in blue' })),
      );
      one('[part=picture-remove]').click();
      await until(() => expect(search.mock.lastCall![0]).not.toHaveProperty('image'));
      expect([field.picture, one('[part=picture-shown]').hidden]).toEqual([null, true]);
    },
  );

  test('text that is pasted stays text, and a picture taken off an empty field leaves nothing', async () => {
    const pasted = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: new DataTransfer() });
    input().dispatchEvent(pasted);
    expect(pasted.defaultPrevented).toBe(false);
    choose(PICTURE);
    await until(() => expect(all('li').length).toBe(1));
    one('[part=picture-remove]').click();
    expect(all('li').length).toBe(0);
    expect(search).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['picture-unreadable', 'This file cannot be read as a picture. Try a photograph.', 0],
    ['picture-too-large', 'This picture is too large. Try one of at most 50 megapixels.', 0],
    ['worker-failed', 'The search did not answer.', 1],
  ] as const)('%s is told, and another try offered where it helps', async (code, text, retries) => {
    search.mockRejectedValue(new VitrineError(code, 'It failed.'));
    choose(PICTURE);
    await until(() => expect(one('[part=status]').textContent).toBe(text));
    expect(all('[part=retry]').length).toBe(retries);
  });

  test('what is dragged over the field and is no file is left to the page; a file shows where it may be dropped', () => {
    const form = one('form');
    const over = (dataTransfer: DataTransfer | null) => {
      const event = new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer });
      form.dispatchEvent(event);
      return [event.defaultPrevented, form.classList.contains('dropping')];
    };
    const text = new DataTransfer();
    text.setData('text/plain', 'red bag');
    expect(over(text)).toEqual([false, false]);
    expect(over(null)).toEqual([false, false]);
    expect(over(filesOf(PICTURE))).toEqual([true, true]);
    form.dispatchEvent(new DragEvent('dragleave'));
    expect(form.classList.contains('dropping')).toBe(false);
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: text });
    form.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(false);
    const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
    form.dispatchEvent(paste);
    expect([paste.defaultPrevented, field.picture]).toEqual([false, null]);
  });

  test('a dropped file that is no picture is searched by, so that the search can say so; a pasted one is left alone', () => {
    const table = new File(['a,b'], 'table.csv', { type: 'text/csv' });
    one('form').dispatchEvent(
      new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: filesOf(table) }),
    );
    expect(field.picture).toBeNull();
    one('form').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: filesOf(table) }));
    expect(field.picture).toBe(table);
  });

  test('the preview shows the newest picture, whichever is decoded first', async () => {
    const drawn = async (width: number, height: number): Promise<File> => {
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')!.fillRect(0, 0, width, height);
      return new File([await canvas.convertToBlob()], 'drawn.png', { type: 'image/png' });
    };
    const [wide, high] = [await drawn(64, 32), await drawn(32, 64)];
    field.picture = wide;
    field.picture = high;
    const preview = one<HTMLCanvasElement>('[part=picture-preview]');
    await until(() => expect(preview.width).toBeGreaterThan(0));
    expect(preview.height).toBeGreaterThan(preview.width);
  });

  test('where nothing looks like a picture, it says so', async () => {
    search.mockResolvedValue({ ...NOTHING, alternatives: [], dropped: [] });
    choose(PICTURE);
    await until(() => expect(one('[part=status]').textContent).toBe('Nothing that looks like it is so.'));
  });

  test('the page is told of the picture, and may show the results itself', () => {
    const seen: unknown[] = [];
    field.addEventListener('vitrine-search', (event) => {
      event.preventDefault();
      seen.push((event as SearchEvent).detail);
    });
    choose(PICTURE);
    expect(seen).toEqual([{ text: '', picture: PICTURE }]);
    expect(search).not.toHaveBeenCalled();
  });
});
