import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { useRecommendations, useRecommender, VitrineProvider } from './react.ts';

function Shelf() {
  const { list, pending } = useRecommendations({ placement: 'home' });
  return createElement('p', null, `${list?.items.length ?? 'none'}, ${pending ? 'pending' : 'settled'}`);
}

function Lost() {
  useRecommender();
  return null;
}

test('on a server nothing starts: there is no window, and the list is yet to come', () => {
  expect(globalThis).not.toHaveProperty('window');
  const page = createElement(VitrineProvider, { options: { products: '/products.json' } }, createElement(Shelf));
  expect(renderToString(page)).toBe('<p>none, pending</p>');
});

test('a component without a provider above it is told what is missing', () => {
  expect(() => renderToString(createElement(Lost))).toThrow(
    expect.objectContaining({ code: 'bad-options', remedy: expect.stringContaining('VitrineProvider') }),
  );
});
