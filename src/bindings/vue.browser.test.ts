import { expect, test } from 'vitest';
import { createApp, createSSRApp, defineComponent, h, nextTick, shallowRef } from 'vue';
import { renderToString } from 'vue/server-renderer';
import type { RecommendQuery } from '../contract/recommendation.ts';
import type { Recommender } from '../page/facade/recommender.ts';
import type { LiveList } from './live-list.ts';
import { type Mounted, testBinding } from './testing/behaviour.ts';
import { createDouble, settle } from './testing/recommender-double.ts';
import { useRecommendations, useRecommender, vitrine } from './vue.ts';

let shown: LiveList;
const query = shallowRef<RecommendQuery>({});

const Shelf = defineComponent(() => {
  const live = useRecommendations(query);
  return () => {
    shown = live.value;
    return h('p', { ref: shown.watch }, shown.list?.items.map(({ id }) => id).join(' ') ?? 'bestsellers');
  };
});

testBinding('Vue', async (recommender: Recommender, asked: RecommendQuery): Promise<Mounted> => {
  query.value = asked;
  const app = createApp(Shelf).use(vitrine(recommender));
  app.mount(document.createElement('div'));
  await nextTick();
  return {
    shown: () => shown,
    ask: (next) => {
      query.value = next;
    },
    unmount: () => app.unmount(),
  };
});

test('what a server rendered is taken over as it is, and one list is asked for', async () => {
  const { recommender, questions } = createDouble();
  query.value = { placement: 'home' };
  const host = document.createElement('div');
  host.innerHTML = await renderToString(createSSRApp(Shelf).use(vitrine(recommender)));
  expect(questions).toHaveLength(0);
  expect(host.textContent).toBe('bestsellers');
  const rendered = host.firstChild;
  const app = createSSRApp(Shelf).use(vitrine(recommender));
  app.mount(host);
  await settle();
  expect(questions).toHaveLength(1);
  await questions[0].answer('a', 'b');
  expect(host.textContent).toBe('a b');
  expect(host.firstChild).toBe(rendered);
  expect(questions).toHaveLength(1);
  app.unmount();
});

test('a component whose app has no recommender is told what is missing', () => {
  const app = createApp(
    defineComponent(() => {
      useRecommender();
      return () => null;
    }),
  );
  app.config.warnHandler = () => undefined;
  expect(() => app.mount(document.createElement('div'))).toThrow(
    expect.objectContaining({ code: 'bad-options', remedy: expect.stringContaining('app.use') }),
  );
});
