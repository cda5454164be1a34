import { afterEach, expect, test } from 'vitest';
import type { Consent } from '../../contract/visitor-event.ts';
import { connectStream } from './connect.ts';

type Listener = (data: object | null, success: boolean) => void;
const page = globalThis as Record<string, unknown>;
afterEach(() => {
  delete page.__tcfapi;
});

/** A consent platform, and what the shop's consent became. */
function platform(start: Consent = 'pending') {
  const listeners = new Map<number, Listener>();
  page.__tcfapi = (command: string, version: number, listener: Listener, id?: number) => {
    expect(version).toBe(2);
    if (command === 'addEventListener') listeners.set(listeners.size + 1, listener);
    if (command === 'removeEventListener') listeners.delete(id!);
  };
  let state = start;
  const states: Consent[] = [];
  const become = (next: Consent): void => {
    state = next;
    states.push(next);
  };
  const end = connectStream('tcf', () => expect.fail('It is no stream of events.'), { now: () => state, become });
  const tell = (data: object, success = true): void => {
    for (const [listenerId, listener] of listeners) listener({ listenerId, gdprApplies: true, ...data }, success);
  };
  return { states, tell, end, listeners };
}

const answer = (consents: Record<number, boolean>, publisher?: Record<number, boolean>) => ({
  eventStatus: 'useractioncomplete',
  purpose: { consents },
  ...(publisher && { publisher: { consents: publisher } }),
});
const ALL = { 1: true, 5: true, 6: true };

test('pending until the visitor answers, then what they answer, each time', () => {
  const { states, tell } = platform();
  tell({ eventStatus: 'cmpuishown', purpose: { consents: {} } });
  tell(answer(ALL));
  // They open it again: their answer holds until there is another.
  tell({ eventStatus: 'cmpuishown', purpose: { consents: ALL } });
  tell(answer({ ...ALL, 6: false }));
  expect(states).toEqual(['pending', 'granted', 'denied']);
});

test.each<[string, object, Consent]>([
  ['all three purposes, from an earlier page', { ...answer(ALL), eventStatus: 'tcloaded' }, 'granted'],
  ['no storage', answer({ 5: true, 6: true }), 'denied'],
  ['no profile', answer({ 1: true, 6: true }), 'denied'],
  ['the shop itself is refused', answer(ALL, { 1: true, 5: false, 6: true }), 'denied'],
  ['the shop itself is allowed', answer({}, ALL), 'granted'],
  ['a platform that asks nothing for the shop', answer(ALL, {}), 'granted'],
  ['nothing at all', { eventStatus: 'tcloaded' }, 'denied'],
  ['where the law does not apply', { gdprApplies: false, eventStatus: 'tcloaded' }, 'granted'],
])('%s: %o is %s', (_, data, consent) => {
  const { states, tell } = platform();
  tell(data);
  expect(states).toEqual([consent]);
});

test('what failed says nothing; a visitor who refused by a signal is asked nothing again; after its end nothing is heard', () => {
  const { states, tell, end, listeners } = platform('denied');
  tell(answer(ALL), false);
  tell({ eventStatus: 'cmpuishown' });
  expect(states).toEqual([]);
  end();
  tell(answer(ALL));
  expect([states, listeners.size]).toEqual([[], 0]);
});

test('a platform that answers only after the end is ended then', () => {
  const { states, tell, end, listeners } = platform();
  end();
  tell(answer(ALL));
  expect([states, listeners.size]).toEqual([[], 0]);
});

test('a page without a platform is told so', () => {
  const consent = { now: () => undefined, become: () => undefined };
  expect(() => connectStream('tcf', () => undefined, consent)).toThrow(
    expect.objectContaining({ code: 'bad-options', remedy: expect.stringMatching(/./) }),
  );
});
