// What a trace of clicks says: Chromium's trace events, microseconds; results in milliseconds.
import { rounded } from '../harness/order-statistics.mjs';

/** Of the time in a function's place, so much is drawn at least. */
const SMALLEST_SHARE = 0.01;

/**
 * @returns {{ clicks: number, took: number, busy: Record<string, number>, nobody: number, median: Record<string, number[][]> }}
 * medians over the clicks of how long one took, how long each thread worked in it and how long none did; and when each
 * thread worked in the click that took the median time, `[from, to]`
 */
export function timelines(events) {
  const clicks = clicksOf(events);
  const threads = Object.entries(tasksByThread(events));
  const measured = clicks.map(({ from, to }) => {
    const spans = threads.map(([thread, tasks]) => [
      thread,
      united(
        tasks
          .filter((task) => task.to > from && task.from < to)
          .map((task) => ({ from: Math.max(task.from, from) - from, to: Math.min(task.to, to) - from })),
      ),
    ]);
    const nobody = to - from - length(united(spans.flatMap(([, own]) => own)));
    return { took: to - from, nobody, spans: Object.fromEntries(spans) };
  });
  const middle = (value) => inMs(measured.map(value).toSorted((a, b) => a - b)[Math.floor(measured.length / 2)]);
  const { spans } = measured.toSorted((a, b) => a.took - b.took)[Math.floor(measured.length / 2)];
  return {
    clicks: clicks.length,
    took: middle(({ took }) => took),
    busy: Object.fromEntries(threads.map(([thread]) => [thread, middle(({ spans }) => length(spans[thread]))])),
    nobody: middle(({ nobody }) => nobody),
    median: Object.fromEntries(
      Object.entries(spans).map(([thread, own]) => [thread, own.map(({ from, to }) => [inMs(from), inMs(to)])]),
    ),
  };
}

/**
 * What the engine's thread did during the clicks, by function: milliseconds a click, its callees within it.
 * @returns {{ name: string, ms: number, callees: object[] }}
 */
export function flame(events) {
  const clicks = clicksOf(events);
  const root = { name: 'engine worker', time: 0, callees: new Map() };
  for (const { at, stack, time } of samplesOf(events, engineProfile(events))) {
    if (!isWithin(clicks, at) || stack.length === 0) continue;
    root.time += time;
    let place = root;
    for (const name of stack) {
      if (!place.callees.has(name)) place.callees.set(name, { name, time: 0, callees: new Map() });
      place = place.callees.get(name);
      place.time += time;
    }
  }
  const least = root.time * SMALLEST_SHARE;
  const drawn = ({ name, time, callees }) => ({
    name,
    ms: rounded(time / 1000 / clicks.length),
    callees: [...callees.values()]
      .filter((callee) => callee.time >= least)
      .sort((a, b) => b.time - a.time)
      .map(drawn),
  });
  return drawn(root);
}

const inMs = (microseconds) => rounded(microseconds / 1000);

function clicksOf(events) {
  const marks = (name) =>
    events.filter((event) => event.name === name && event.cat.includes('user_timing')).map(({ ts }) => ts);
  const ends = marks('click-ends').sort((a, b) => a - b);
  return marks('click-begins')
    .sort((a, b) => a - b)
    .map((from, i) => ({ from, to: ends[i] }));
}

const pageMark = (events) => events.find(({ name, cat }) => name === 'click-begins' && cat.includes('user_timing'));

/** The engine is the only worker of the page that is traced. */
const engineProfile = (events) => {
  const { pid, tid } = pageMark(events);
  return events.find((event) => event.name === 'Profile' && event.pid === pid && event.tid !== tid);
};

/** When the page's thread, the engine's and the browser's storage work. */
function tasksByThread(events) {
  const page = pageMark(events);
  const engine = engineProfile(events);
  const spans = (isTask) =>
    events.filter((event) => event.ph === 'X' && isTask(event)).map(({ ts, dur = 0 }) => ({ from: ts, to: ts + dur }));
  const runsOn = (process, thread) => (event) =>
    event.name === 'RunTask' && event.pid === process && event.tid === thread;
  return {
    page: spans(runsOn(page.pid, page.tid)),
    engine: spans(runsOn(engine.pid, engine.tid)),
    storage: spans(({ pid, cat }) => pid !== page.pid && cat.includes('IndexedDB')),
  };
}

/** Samples of one profile, in order: when, how long, and the named functions on the stack, the outermost first. */
function samplesOf(events, { pid, id }) {
  const chunks = events
    .filter((event) => event.pid === pid && event.id === id && /^Profile(Chunk)?$/.test(event.name))
    .sort((a, b) => a.ts - b.ts);
  let at = chunks[0].args.data.startTime;
  const stacks = new Map();
  const samples = [];
  for (const { args } of chunks) {
    const { cpuProfile, timeDeltas = [] } = args.data;
    for (const { id: node, parent, callFrame } of cpuProfile?.nodes ?? []) {
      const above = stacks.get(parent) ?? [];
      stacks.set(node, isOurs(callFrame) ? [...above, callFrame.functionName] : above);
    }
    (cpuProfile?.samples ?? []).forEach((node, i) => {
      at += timeDeltas[i];
      // A sample lasts until the next.
      const last = samples.at(-1);
      if (last) last.time = timeDeltas[i];
      samples.push({ at, time: 0, stack: stacks.get(node) ?? [] });
    });
  }
  return samples;
}

const isOurs = ({ functionName }) => functionName !== '' && !functionName.startsWith('(');

/** Spans that touch or overlap become one. */
function united(spans) {
  const whole = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

const length = (spans) => spans.reduce((sum, { from, to }) => sum + to - from, 0);

function isWithin(clicks, at) {
  let low = 0;
  let high = clicks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clicks[middle].to < at) low = middle + 1;
    else high = middle;
  }
  return low < clicks.length && clicks[low].from <= at;
}
