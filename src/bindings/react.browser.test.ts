import { createElement, type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { RecommendQuery } from '../contract/recommendation.ts';
import type { Recommender } from '../page/facade/recommender.ts';
import { type LiveList, useRecommendations, useRecommender, VitrineProvider } from './react.ts';
import { type Mounted, testBinding } from './testing/behaviour.ts';
import { createDouble, settle } from './testing/recommender-double.ts';

let shown: LiveList | undefined;
let seen: Recommender | undefined;

function Shelf({ query }: { query: RecommendQuery }): ReactNode {
  shown = useRecommendations(query);
  return createElement('p', { ref: shown.watch }, shown.list?.items.map(({ id }) => id).join(' ') ?? 'bestsellers');
}

function Reader(): ReactNode {
  seen = useRecommender();
  useRecommendations();
  return null;
}

const tree = (recommender: Recommender, query: RecommendQuery): ReactNode =>
  createElement(VitrineProvider, { recommender }, createElement(Shelf, { query }));

function mountWith(wrap: (tree: ReactNode) => ReactNode) {
  return (recommender: Recommender, query: RecommendQuery): Mounted => {
    const root = createRoot(document.createElement('div'));
    const render = (query: RecommendQuery): void => flushSync(() => root.render(wrap(tree(recommender, query))));
    render(query);
    return {
      shown: () => shown as LiveList,
      ask: render,
      unmount: () => flushSync(() => root.unmount()),
    };
  };
}

testBinding(
  'React',
  mountWith((tree) => tree),
);
testBinding(
  'React in strict mode',
  mountWith((tree) => createElement(StrictMode, null, tree)),
);

test('what a server rendered is taken over as it is, and one list is asked for, in strict mode too', async () => {
  const { recommender, questions } = createDouble();
  const page = createElement(StrictMode, null, tree(recommender, { placement: 'home' }));
  const host = document.createElement('div');
  host.innerHTML = renderToString(page);
  expect(questions).toHaveLength(0);
  expect(host.textContent).toBe('bestsellers');
  const rendered = host.firstChild;
  const mismatches: unknown[] = [];
  const root = flushSync(() => hydrateRoot(host, page, { onRecoverableError: (error) => mismatches.push(error) }));
  await settle();
  expect(questions).toHaveLength(1);
  await questions[0].answer('a', 'b');
  expect(host.textContent).toBe('a b');
  expect(host.firstChild).toBe(rendered);
  expect(mismatches).toEqual([]);
  expect(questions).toHaveLength(1);
  root.unmount();
});

test('a provider with options has a recommender of its own, which starts once and ends with it', async () => {
  const workers: Worker[] = [];
  let ended = 0;
  const engine = (): Worker => {
    const url = URL.createObjectURL(new Blob(['']));
    const worker = new Worker(url);
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => {
      ended += 1;
      terminate();
    };
    workers.push(worker);
    return worker;
  };
  const options = { workers: { engine, neural: engine } };
  const root = createRoot(document.createElement('div'));
  flushSync(() =>
    root.render(createElement(StrictMode, null, createElement(VitrineProvider, { options }, createElement(Reader)))),
  );
  await expect.poll(() => workers.length, { timeout: 30_000 }).toBe(1);
  const recommender = seen as unknown as Recommender;
  flushSync(() => root.unmount());
  await expect.poll(() => ended, { timeout: 60_000 }).toBe(1);
  await expect(recommender.recommend()).rejects.toMatchObject({ code: 'closed' });
});
