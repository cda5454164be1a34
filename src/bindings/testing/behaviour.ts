import { afterEach, expect, test } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import type { RecommendQuery } from '../../contract/recommendation.ts';
import type { Recommender } from '../../page/facade/recommender.ts';
import type { LiveList } from '../live-list.ts';
import { createDouble, settle } from './recommender-double.ts';

/** A component of the framework that shows one list. */
export interface Mounted {
  /** What it was rendered with last. */
  shown: () => LiveList;
  /** Renders it with another query. */
  ask: (query: RecommendQuery) => void;
  unmount: () => void;
}

export type Mount = (recommender: Recommender, query: RecommendQuery) => Mounted | Promise<Mounted>;

/** What every binding does, whatever the framework: each runs this suite with its own way to mount a component. */
export function testBinding(name: string, mount: Mount): void {
  let mounted: Mounted | undefined;
  const start = async (query: RecommendQuery = { placement: 'home' }) => {
    const double = createDouble();
    mounted = await mount(double.recommender, query);
    await settle();
    return { ...double, component: mounted };
  };
  const ids = ({ list }: LiveList): string[] | undefined => list?.items.map(({ id }) => id);

  afterEach(() => {
    mounted?.unmount();
    mounted = undefined;
  });

  test(`${name}: a list is asked for once, and shown when it is there`, async () => {
    const { component, questions } = await start({ placement: 'cart', limit: 3 });
    expect(component.shown()).toMatchObject({ list: undefined, error: undefined, pending: true });
    expect(questions.map(({ query: { signal: _, ...query } }) => query)).toEqual([{ placement: 'cart', limit: 3 }]);
    await questions[0].answer('a', 'b');
    expect(ids(component.shown())).toEqual(['a', 'b']);
    expect(component.shown()).toMatchObject({ error: undefined, pending: false });
    expect(questions).toHaveLength(1);
  });

  test(`${name}: an equal query, written anew, asks for nothing`, async () => {
    const { component, questions } = await start({ placement: 'home', like: ['a'] });
    component.ask({ placement: 'home', like: ['a'] });
    await settle();
    expect(questions).toHaveLength(1);
  });

  test(`${name}: another query is asked at once; the list before it stays until then, and its late answer is not shown`, async () => {
    const { component, questions } = await start({ placement: 'home' });
    await questions[0].answer('a');
    component.ask({ placement: 'home', like: ['x'] });
    await settle();
    expect(component.shown()).toMatchObject({ pending: true, list: { id: 'list-1' } });
    component.ask({ placement: 'home', like: ['y'] });
    await settle();
    expect(questions.map(({ query }) => query.signal?.aborted)).toEqual([true, true, false]);
    await questions[2].answer('c');
    await questions[1].answer('b');
    expect(ids(component.shown())).toEqual(['c']);
  });

  test(`${name}: a change asks again; changes while an answer is awaited ask once more`, async () => {
    const { component, questions, change } = await start();
    await questions[0].answer('a');
    for (let i = 0; i < 3; i++) change();
    await settle();
    expect(questions).toHaveLength(2);
    expect(ids(component.shown())).toEqual(['a']);
    await questions[1].answer('b');
    expect(questions).toHaveLength(3);
    expect(component.shown()).toMatchObject({ pending: true });
    await questions[2].answer('c');
    expect(questions).toHaveLength(3);
    expect(ids(component.shown())).toEqual(['c']);
    expect(component.shown().pending).toBe(false);
  });

  test(`${name}: a failure is told, the list before it stays, and the next answer takes it back`, async () => {
    const { component, questions, change } = await start();
    await questions[0].answer('a');
    change();
    await questions[1].fail(new VitrineError('deadline', 'Too slow.'));
    expect(component.shown()).toMatchObject({ error: { code: 'deadline' }, pending: false });
    expect(ids(component.shown())).toEqual(['a']);
    change();
    await questions[2].answer('b');
    expect(component.shown()).toMatchObject({ error: undefined, list: { id: 'list-3' } });
  });

  test(`${name}: a query that is not plain data is the recommender's to refuse: rendering goes on`, async () => {
    const circular: RecommendQuery & { self?: unknown } = {};
    circular.self = circular;
    const { component, questions } = await start(circular);
    await questions[0].fail(new VitrineError('bad-options', 'The query is not plain data.'));
    expect(component.shown().error?.code).toBe('bad-options');
  });

  test(`${name}: the list that is shown is watched, each by itself, as long as the component is there`, async () => {
    const { component, questions, change, watched } = await start();
    expect(watched).toEqual([]);
    await questions[0].answer('a');
    expect(watched).toEqual([{ list: 'list-1', ended: false }]);
    change();
    await questions[1].answer('a', 'b');
    expect(watched).toEqual([
      { list: 'list-1', ended: true },
      { list: 'list-2', ended: false },
    ]);
    component.unmount();
    mounted = undefined;
    await settle();
    expect(watched.map(({ ended }) => ended)).toEqual([true, true]);
  });

  test(`${name}: a component that leaves stops listening and ends its question`, async () => {
    const { component, questions, change, listeners } = await start();
    expect(listeners()).toBe(1);
    component.unmount();
    mounted = undefined;
    await settle();
    expect(listeners()).toBe(0);
    expect(questions[0].query.signal?.aborted).toBe(true);
    change();
    await settle();
    expect(questions).toHaveLength(1);
  });
}
