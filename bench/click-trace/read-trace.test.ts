import { expect, test } from 'vitest';
import { flame, timelines } from './read-trace.mjs';

const PAGE = { pid: 1, tid: 1 };
const ENGINE = { pid: 1, tid: 2 };
const STORAGE = { pid: 9, tid: 3 };

const mark = (name: string, ts: number) => ({ ...PAGE, name, ts, ph: 'I', cat: 'blink.user_timing' });
const task = (thread: object, ts: number, dur: number) => ({
  ...thread,
  name: 'RunTask',
  ts,
  dur,
  ph: 'X',
  cat: 'toplevel',
});
const stored = (ts: number, dur: number) => ({
  ...STORAGE,
  name: 'Database::PutOperation',
  ts,
  dur,
  ph: 'X',
  cat: 'IndexedDB',
});
const node = (id: number, parent: number | undefined, functionName: string) => ({
  id,
  parent,
  callFrame: { functionName },
});
const profile = { ...ENGINE, id: '0x2', name: 'Profile', ph: 'P', ts: 0, cat: 'v8', args: { data: { startTime: 0 } } };
const nodes = [node(1, undefined, '(root)'), node(2, 1, 'recommend'), node(3, 2, ''), node(4, 3, 'topK')];
const chunk = (ts: number, samples: number[], timeDeltas: number[]) => ({
  ...profile,
  name: 'ProfileChunk',
  ts,
  args: { data: { cpuProfile: { nodes: ts === 1 ? nodes : [], samples }, timeDeltas } },
});

/** One click from 1,000 to 5,000 µs: page, engine, storage, a gap of 1,000, the engine again. */
const trace = [
  profile,
  chunk(1, [1, 2, 4], [100, 1_100, 800]),
  chunk(2, [4, 1], [1_900, 300]),
  mark('click-begins', 1_000),
  task(PAGE, 500, 700),
  task(ENGINE, 1_200, 800),
  task(ENGINE, 1_300, 100),
  stored(2_000, 1_000),
  task(ENGINE, 4_000, 900),
  task(PAGE, 4_900, 400),
  mark('click-ends', 5_000),
];

test('when each thread works within a click, nested tasks once, and when none does', () => {
  expect(timelines(trace)).toEqual({
    clicks: 1,
    took: 4,
    busy: { page: 0.3, engine: 1.7, storage: 1 },
    nobody: 1,
    median: {
      page: [
        [0, 0.2],
        [3.9, 4],
      ],
      engine: [
        [0.2, 1],
        [3, 3.9],
      ],
      storage: [[1, 2]],
    },
  });
});

test('what the engine does in it, by named function, callees within their callers', () => {
  expect(flame(trace)).toEqual({
    name: 'engine worker',
    ms: 3,
    callees: [{ name: 'recommend', ms: 3, callees: [{ name: 'topK', ms: 2.2, callees: [] }] }],
  });
});
