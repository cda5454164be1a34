import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Consent } from '../../contract/visitor-event.ts';
import { consentModeReader } from './consent-mode.ts';

/** What `gtag` pushes. */
function pushed(..._values: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: this is what gtag does
  return arguments;
}
type Storage = 'granted' | 'denied';
const command = (moment: string, storage: Storage, more: object = {}) =>
  pushed('consent', moment, { ad_storage: 'denied', personalization_storage: storage, ...more });

function read(payloads: readonly unknown[], start: Consent = 'pending'): Consent {
  let state = start;
  const reader = consentModeReader(() => state);
  for (const payload of payloads) state = reader(payload) ?? state;
  return state;
}

test.each<[string, unknown[], Consent, Consent]>([
  ['a default that denies waits for an answer', [command('default', 'denied')], 'granted', 'pending'],
  ['an answer that grants', [command('default', 'denied'), command('update', 'granted')], 'granted', 'granted'],
  ['an answer that denies', [command('default', 'denied'), command('update', 'denied')], 'granted', 'denied'],
  ['an answer may change', [command('update', 'denied'), command('update', 'granted')], 'granted', 'granted'],
  ['a default that grants', [command('default', 'granted')], 'pending', 'granted'],
  ['a default lifts no refusal', [command('default', 'granted')], 'denied', 'denied'],
  ['a default of denial does not weaken a refusal', [command('default', 'denied')], 'denied', 'denied'],
  ['a default after the answer', [command('update', 'granted'), command('default', 'denied')], 'pending', 'granted'],
  [
    'a default that denies in one region, in any order',
    [command('default', 'denied', { region: ['FR'] }), command('default', 'granted')],
    'pending',
    'pending',
  ],
  [
    'a list in the place of arguments',
    [['consent', 'update', { personalization_storage: 'granted' }]],
    'pending',
    'granted',
  ],
  ...(['set', 'config', 'event'] as const).map((other): [string, unknown[], Consent, Consent] => [
    `${other} is no command of consent`,
    [pushed(other, 'update', { personalization_storage: 'granted' })],
    'pending',
    'pending',
  ]),
  ['another moment says nothing', [command('declare', 'granted')], 'pending', 'pending'],
  ['another moment does not weaken an answer', [command('declare', 'denied')], 'granted', 'granted'],
  [
    'what is neither granted nor denied says nothing',
    ['maybe', true, null, 1].map((storage) => pushed('consent', 'update', { personalization_storage: storage })),
    'pending',
    'pending',
  ],
  [
    'nor does it as a default',
    ['maybe', true, null].map((storage) => pushed('consent', 'default', { personalization_storage: storage })),
    'pending',
    'pending',
  ],
  ['other storage says nothing', [pushed('consent', 'update', { ad_storage: 'granted' })], 'pending', 'pending'],
])('%s', (_, payloads, start, end) => {
  expect(read(payloads, start)).toBe(end);
});

test('anything else in the data layer says nothing, and nothing throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.array(fc.oneof(fc.constantFrom('consent', 'update'), fc.anything()))),
      (payload) => {
        expect(read([payload])).toBe('pending');
      },
    ),
    { numRuns: 1_000 },
  );
});
