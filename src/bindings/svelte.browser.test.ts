import { flushSync, hydrate, unmount } from 'svelte';
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { createDouble, settle } from './testing/recommender-double.ts';
import Shelf from './testing/shelf.svelte';
import ServedShelf from './testing/shelf.svelte?server';

test('what a server rendered is taken over as it is, and one list is asked for', async () => {
  const { recommender, questions } = createDouble();
  const warnings = vi.spyOn(console, 'warn');
  const props = { recommender, query: { placement: 'home' } as const };
  const host = document.createElement('div');
  host.innerHTML = render(ServedShelf, { props }).body;
  await settle();
  expect(questions).toHaveLength(0);
  expect(host.textContent).toBe('bestsellers');
  const rendered = host.querySelector('p');
  const page = hydrate(Shelf, { target: host, props });
  flushSync();
  await settle();
  expect(questions).toHaveLength(1);
  await questions[0].answer('a', 'b');
  flushSync();
  expect(host.textContent).toBe('a b');
  expect(host.querySelector('p')).toBe(rendered);
  expect(warnings).not.toHaveBeenCalled();
  expect(questions).toHaveLength(1);
  await unmount(page);
});

test('the test above would hear of a mismatch', async () => {
  const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const props = { recommender: createDouble().recommender, query: {} };
  const host = document.createElement('div');
  host.innerHTML = render(ServedShelf, { props }).body.replace(/<p>.*<.p>/, '');
  const page = hydrate(Shelf, { target: host, props });
  expect(String(warnings.mock.calls[0]?.[0])).toMatch(/hydrat/);
  await unmount(page);
  warnings.mockRestore();
});
