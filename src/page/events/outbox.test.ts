import { afterEach, expect, test, vi } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import type { TrackReport, VisitorEvent } from '../../contract/visitor-event.ts';
import { Events } from '../facade/listeners.ts';
import type { RecommenderEvents } from '../facade/recommender.ts';
import type { AskedEngine } from './catalogue-match.ts';
import { EventReader } from './event-reader.ts';
import { Outbox } from './outbox.ts';

const DEADLINE = 300_000;
const view = (id: string) => ({ name: 'view_item', items: [{ item_id: id }] });

afterEach(() => {
  vi.useRealTimers();
});

/** Only what is recorded is told here. */
const SILENT = { history: async () => [] } as unknown as AskedEngine;

/** An outbox before an engine that stores what it is given, each id once; `answer` may delay or refuse. */
function start(
  answer: (events: readonly VisitorEvent[]) => Promise<Partial<TrackReport> | undefined> = async () => undefined,
) {
  const batches: (readonly VisitorEvent[])[] = [];
  const stored = new Map<string, VisitorEvent>();
  const problems: VitrineError[] = [];
  const reported: string[] = [];
  let reports = 0;
  const events = new Events<RecommenderEvents>();
  const outbox = new Outbox({
    deadline: DEADLINE,
    adapters: [],
    durable: () => true,
    onProblem: (problem) => problems.push(problem),
    onReport: () => reports++,
    events,
    ask: (send) => send({ ...SILENT, record, reportEvents }),
  });
  const reportEvents = async (ids: readonly string[]) => {
    reported.push(...ids);
    return [];
  };
  const record = async (events: readonly VisitorEvent[]): Promise<TrackReport> => {
    batches.push(events);
    const report = await answer(events);
    const refused = new Set(report?.refused?.map(({ index }) => index));
    for (const [index, event] of events.entries()) if (!refused.has(index)) stored.set(event.id!, event);
    return { stored: events.length - refused.size, refused: [], durable: true, ...report };
  };
  const products = () => [...stored.values()].map((event) => ('product' in event ? event.product : ''));
  return { outbox, batches, products, stored, problems, events, reported, reports: () => reports };
}

const never = (): Promise<never> => new Promise(() => undefined);

test('a hundred thousand payloads at once: all answered, each stored once, in calls of bounded size', async () => {
  const { outbox, batches, products, reports } = start();
  const answers = await Promise.all(Array.from({ length: 100_000 }, (_, i) => outbox.add(view(`p${i}`))));
  expect(answers.every(({ stored, refused }) => stored === 1 && refused.length === 0)).toBe(true);
  expect(products()).toEqual(Array.from({ length: 100_000 }, (_, i) => `p${i}`));
  expect(Math.max(...batches.map((events) => events.length))).toBeLessThanOrEqual(700);
  expect(batches.length).toBeLessThanOrEqual(201);
  expect(reports()).toBe(batches.length);
});

test('what is tracked in one turn goes in one call, what comes meanwhile in the next, in order', async () => {
  const answers: (() => void)[] = [];
  const { outbox, batches } = start(() => new Promise((resolve) => answers.push(() => resolve(undefined))));
  const first = [outbox.add(view('a')), outbox.add(view('b'))];
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const second = [outbox.add(view('c')), outbox.add(view('d'))];
  expect(batches).toHaveLength(1);
  answers[0]();
  await Promise.all(first);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]();
  await Promise.all(second);
  expect(batches.map((events) => events.map((event) => 'product' in event && event.product))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('each payload gets its own report, by the index of its own entries', async () => {
  const { outbox } = start(async () => ({ refused: [{ index: 2, message: 'No.' }] }));
  const [first, second] = await Promise.all([
    outbox.add({ name: 'view_item', items: [{ item_id: 'a' }, { item_id: 'b' }] }),
    outbox.add({ name: 'view_item', items: [{ item_id: '' }, { item_id: 'c' }] }),
  ]);
  expect(first).toEqual({ stored: 2, refused: [], durable: true });
  expect(second).toEqual({ stored: 1, refused: [{ index: 0, message: 'No.' }], durable: true });
});

test('what nobody reads is answered without the engine', async () => {
  const { outbox, batches, problems } = start(never);
  expect(await outbox.add({ event: 'newsletter' })).toMatchObject({ stored: 0, refused: [{ index: -1 }] });
  expect(await outbox.add({ event: 'gtm.js' })).toEqual({ stored: 0, refused: [], durable: true });
  expect(batches).toEqual([]);
  expect(problems).toHaveLength(1);
});

test('of a stream that is meant for others, what nobody reads is no problem', async () => {
  const { outbox, products, problems } = start();
  outbox.overhear({ event: 'scroll_depth' });
  outbox.overhear(view('a'));
  await vi.waitFor(() => expect(products()).toEqual(['a']));
  expect(problems).toEqual([]);
});

test('nothing is stored for a deadline: what waits is refused and never sent', async () => {
  vi.useFakeTimers();
  const { outbox, batches } = start(never);
  const sent = outbox.add(view('sent'));
  await vi.advanceTimersByTimeAsync(10);
  const codes: string[] = [];
  for (let i = 0; i < 3; i++) outbox.add(view(`late-${i}`)).catch(({ code }) => codes.push(code));
  void sent.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(DEADLINE * 2);
  expect(codes).toEqual(['deadline', 'deadline', 'deadline']);
  expect(batches).toHaveLength(1);
});

test('as long as the engine stores, what waits is not given up', async () => {
  vi.useFakeTimers();
  const pause = (): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, DEADLINE * 0.8, undefined));
  const { outbox, products } = start(pause);
  const answers = Array.from({ length: 2_000 }, (_, i) => outbox.add(view(`p${i}`)));
  await vi.advanceTimersByTimeAsync(DEADLINE * 5);
  expect((await Promise.all(answers)).every(({ stored }) => stored === 1)).toBe(true);
  expect(products()).toHaveLength(2_000);
});

test('a payload whose answer was lost and that is tracked again is stored once', async () => {
  let lost = true;
  const stored = new Set<string>();
  const flaky = new Outbox({
    deadline: DEADLINE,
    adapters: [],
    durable: () => true,
    onProblem: () => undefined,
    onReport: () => undefined,
    events: new Events(),
    ask: (send) => send({ ...SILENT, record }),
  });
  const record = async (events: readonly VisitorEvent[]): Promise<TrackReport> => {
    for (const { id } of events) stored.add(id!);
    if (lost) throw new VitrineError('deadline', 'The answer was lost.');
    return { stored: events.length, refused: [], durable: true };
  };
  const payload = view('a');
  await expect(flaky.add(payload)).rejects.toMatchObject({ code: 'deadline' });
  lost = false;
  expect(await flaky.add(payload)).toMatchObject({ stored: 1 });
  expect(stored.size).toBe(1);
  // A third time, it is something that the visitor did once more.
  await flaky.add(payload);
  expect(stored.size).toBe(2);
});

test('an abort settles at once: what was not sent is not stored', async () => {
  const answers: (() => void)[] = [];
  const { outbox, products } = start(() => new Promise((resolve) => answers.push(() => resolve(undefined))));
  const first = outbox.add(view('a'));
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const controller = new AbortController();
  const second = outbox.add(view('b'), controller.signal);
  controller.abort('left');
  await expect(second).rejects.toMatchObject({ code: 'aborted', cause: 'left' });
  await expect(outbox.add(view('c'), AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  answers[0]();
  await first;
  await outbox.sent();
  expect(products()).toEqual(['a']);
});

test('what is not known to be stored is told for the next page, which stores it once', async () => {
  const { outbox, products, stored } = start(async (events) =>
    events.length > 0 && products().length === 0 ? { durable: false } : never(),
  );
  await outbox.add(view('in-memory'));
  void outbox.add(view('on-its-way')).catch(() => undefined);
  await vi.waitFor(() => expect(outbox.unstored()).toHaveLength(2));
  void outbox.add(view('waiting')).catch(() => undefined);
  const entries = JSON.parse(JSON.stringify(outbox.unstored()));
  outbox.close();
  const next = start();
  next.outbox.restore(entries);
  next.outbox.restore(entries);
  await next.outbox.sent();
  expect(next.products().sort()).toEqual(['in-memory', 'on-its-way', 'waiting']);
  expect(stored.size).toBe(1);
  expect(next.outbox.unstored()).toEqual([]);
});

test('an engine that is lost gets again what it held in memory', async () => {
  let durable = false;
  const { outbox, batches } = start(async () => ({ durable }));
  await outbox.add(view('a'));
  durable = true;
  outbox.resendKept();
  await outbox.sent();
  expect(batches.map((events) => events[0].id)).toEqual([batches[0][0].id, batches[0][0].id]);
  outbox.resendKept();
  await outbox.sent();
  expect(batches).toHaveLength(2);
});

test('events of an earlier page whose answer is lost stay to be told to the next', async () => {
  const { outbox, stored } = start(async () => {
    throw new VitrineError('deadline', 'The answer was lost.');
  });
  outbox.restore([{ events: [{ name: 'view_item', product: 'a', at: 1, id: 'one' }] }]);
  await outbox.sent();
  expect(stored.size).toBe(0);
  // Payloads that are no objects cannot be known again.
  await expect(outbox.add('view_item')).resolves.toMatchObject({ stored: 0, refused: [{ index: -1 }] });
});

test('a payload whose adapters do not come is given up after a deadline; one that came just now waits on', async () => {
  vi.useFakeTimers();
  const coming = vi.spyOn(EventReader.prototype, 'read').mockImplementation(() => never());
  try {
    const { outbox, batches } = start();
    const codes: string[] = [];
    void outbox.add({ event: 'a' }).catch(({ code }) => codes.push(code));
    await vi.advanceTimersByTimeAsync(DEADLINE / 2);
    void outbox.add({ event: 'b' }).catch(({ code }) => codes.push(code));
    await vi.advanceTimersByTimeAsync(DEADLINE / 2 + 1);
    expect(codes).toEqual(['deadline']);
    await vi.advanceTimersByTimeAsync(DEADLINE / 2 + 1);
    expect(codes).toEqual(['deadline', 'deadline']);
    expect(batches).toEqual([]);
  } finally {
    coming.mockRestore();
  }
});

test('who listens is told of the events that have ids; one that an earlier page kept without is stored all the same', async () => {
  const { outbox, batches, events, reported } = start();
  events.on('report', () => undefined);
  const kept = [
    { name: 'view_item', product: 'a', at: 1 },
    { name: 'view_item', product: 'b', at: 1, id: 'i' },
  ] as const;
  outbox.restore([{ events: kept }]);
  await outbox.sent();
  expect(batches).toEqual([kept]);
  expect(reported).toEqual(['i']);
});

test('what was erased is not sent again, and not told to the next page', async () => {
  const { outbox, batches } = start(async () => ({ durable: false }));
  await outbox.add(view('a'));
  expect(outbox.unstored()).toHaveLength(1);
  outbox.forget();
  expect(outbox.unstored()).toEqual([]);
  outbox.resendKept();
  await outbox.sent();
  expect(batches).toHaveLength(1);
});

test('of what the engine holds in memory the newest five thousand are kept, and sent again in calls of bounded size', async () => {
  let durable = false;
  const { outbox, batches } = start(async () => ({ durable }));
  await Promise.all(Array.from({ length: 5_100 }, (_, i) => outbox.add(view(`p${i}`))));
  const [{ events }] = outbox.unstored() as { events: readonly VisitorEvent[] }[];
  expect(events.map((event) => 'product' in event && event.product)).toEqual(
    Array.from({ length: 5_000 }, (_, i) => `p${i + 100}`),
  );
  batches.length = 0;
  durable = true;
  outbox.resendKept();
  expect(outbox.unstored()).not.toEqual([]);
  await outbox.sent();
  expect(batches.map(({ length }) => length)).toEqual(Array(10).fill(500));
  expect(batches.flat()).toEqual(events);
  expect(outbox.unstored()).toEqual([]);
});

test('a recommender that is closed answers what waits, and leaves no timer', async () => {
  vi.useFakeTimers();
  const { outbox, batches } = start(never);
  void outbox.add(view('on-its-way')).catch(() => undefined);
  await vi.waitFor(() => expect(batches).toHaveLength(1));
  const waiting = outbox.add(view('waiting'));
  outbox.close();
  await expect(waiting).rejects.toMatchObject({ code: 'closed' });
  expect(vi.getTimerCount()).toBe(0);
});

test('adapters that cannot be fetched are an error of the call; what nobody read then is told as it came', async () => {
  const failing = vi
    .spyOn(EventReader.prototype, 'read')
    .mockRejectedValue(new VitrineError('deadline', 'They did not come.'));
  try {
    const { outbox } = start();
    const call = outbox.add({ event: 'a' }, undefined, 5);
    expect(outbox.unstored()).toEqual([{ payload: { event: 'a' }, at: 5 }]);
    await expect(call).rejects.toMatchObject({ code: 'deadline' });
    expect(outbox.unstored()).toEqual([]);
  } finally {
    failing.mockRestore();
  }
});

test('a payload that an earlier page did not read is read now, with the time that it had', async () => {
  const { outbox, batches } = start();
  outbox.restore([{ payload: view('late'), at: 5 }]);
  await outbox.sent();
  expect(batches).toMatchObject([[{ product: 'late', at: 5 }]]);
});

test('a signal is listened to while the call runs, and not after', async () => {
  const { outbox } = start();
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  await outbox.add(view('a'), signal);
  expect(removed.mock.calls).toEqual(added.mock.calls);
});

test('what listeners cannot be told is a problem, and no error of the call', async () => {
  const problems: VitrineError[] = [];
  const events = new Events<RecommenderEvents>();
  events.on('report', () => undefined);
  const reportEvents = async (): Promise<never> => Promise.reject(new VitrineError('deadline', 'late'));
  const outbox = new Outbox({
    deadline: DEADLINE,
    adapters: [],
    durable: () => true,
    onProblem: (problem) => problems.push(problem),
    onReport: () => undefined,
    events,
    ask: (send) =>
      send({
        ...SILENT,
        reportEvents,
        record: async ({ length }) => ({ stored: length, refused: [], durable: true }),
      }),
  });
  await expect(outbox.add(view('a'))).resolves.toMatchObject({ stored: 1 });
  await outbox.sent();
  expect(problems).toMatchObject([{ code: 'deadline' }]);
});

test('a list that was seen changes no ranking; with a click beside it, it does', async () => {
  const reports: TrackReport[] = [];
  const outbox = new Outbox({
    deadline: DEADLINE,
    adapters: [],
    durable: () => true,
    onProblem: () => undefined,
    onReport: (report) => reports.push(report),
    events: new Events<RecommenderEvents>(),
    ask: (send) =>
      send({
        ...SILENT,
        record: async ({ length }) => ({ stored: length, refused: [], durable: true }),
      } as AskedEngine),
  });
  const seen = { name: 'view_item_list', items: [{ item_id: 'a' }] };
  await outbox.add(seen);
  await Promise.all([outbox.add(seen), outbox.add(view('a'))]);
  expect(reports).toEqual([
    { stored: 0, refused: [], durable: true },
    { stored: 2, refused: [], durable: true },
  ]);
});
