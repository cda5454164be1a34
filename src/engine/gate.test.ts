import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test } from 'vitest';
import type { Consent } from '../contract/visitor-event.ts';
import { Gate } from './gate.ts';
import { History } from './storage/history.ts';

let databases = 0;
function open(consent: Consent, name = `gate-${databases++}`) {
  const events = { onProblem: () => undefined, onOthers: () => undefined, onDurable: () => undefined };
  const history = new History(name, events, consent === 'granted');
  return { name, history, gate: new Gate(history, consent) };
}
const view = (product: string) => ({ name: 'view_item', product, at: 1_000 });
const products = (history: History) => history.entries.map(({ product }) => product);

async function stored(name: string): Promise<number> {
  const database = await openDB(name);
  try {
    return database.objectStoreNames.length === 0 ? 0 : await database.count('interactions');
  } finally {
    database.close();
  }
}

test('a refusal after no answer forgets what the page remembered, and leaves what an earlier page stored', async () => {
  const { name, history } = open('granted');
  await history.append([{ ...view('earlier'), name: 'view_item' }]);
  await history.close();
  const { history: later, gate } = open('pending', name);
  await gate.record([view('a')]);
  expect(products(later)).toEqual(['a']);
  await gate.change('denied');
  expect(products(later)).toEqual([]);
  await later.close();
  expect(await stored(name)).toBe(1);
});

test('consent that is withdrawn deletes what is stored, and what comes then is refused, unread', async () => {
  const { name, history, gate } = open('granted');
  expect(await gate.record([view('a'), 'nonsense'])).toMatchObject({
    stored: 1,
    durable: true,
    refused: [{ index: 1 }],
  });
  expect(gate.mayLeave).toBe(true);
  await gate.change('denied');
  expect(gate.mayLeave).toBe(false);
  const report = await gate.record([view('b')]);
  expect(report).toMatchObject({ stored: 0, refused: [{ index: 0, message: expect.stringContaining('denied') }] });
  expect((await gate.read()).entries).toEqual([]);
  await history.close();
  expect(await stored(name)).toBe(0);
});

test('a history is trained on by consent alone, or while the visitor has not answered', async () => {
  for (const consent of ['granted', 'pending'] as const) {
    const { history, gate } = open(consent);
    await gate.record([view('a')]);
    expect(products(await gate.train())).toEqual(['a']);
    await gate.change('denied');
    expect(() => gate.train()).toThrow(expect.objectContaining({ code: 'no-consent' }));
    await history.close();
  }
});

test('a refusal that follows a consent at once is what holds', async () => {
  const { name, history, gate } = open('pending');
  await gate.record([view('a')]);
  await Promise.all([gate.change('granted'), gate.change('denied')]);
  await gate.record([view('b')]);
  expect(history.durable).toBe(false);
  await history.close();
  expect(await stored(name)).toBe(0);
});
