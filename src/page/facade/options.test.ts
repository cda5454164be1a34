import { afterEach, expect, test, vi } from 'vitest';
import type { Consent } from '../../contract/visitor-event.ts';
import { partsAt } from '../testing/parts-at.ts';
import { readSettings, type Setup } from './options.ts';
import type { RecommenderOptions } from './recommender.ts';

const worker = (): Worker => {
  throw new Error('No worker is started.');
};
const setup: Setup = {
  engine: worker,
  neural: worker,
  parts: partsAt(() => ''),
  wasm: () => undefined,
};
afterEach(() => vi.unstubAllGlobals());

test.each<[string, object, RecommenderOptions, Consent]>([
  ['no signal', {}, {}, 'granted'],
  ['Global Privacy Control is obeyed', { globalPrivacyControl: true }, {}, 'denied'],
  ['Global Privacy Control that is off', { globalPrivacyControl: false }, {}, 'granted'],
  ['Do Not Track is not, unless the shop says so', { doNotTrack: '1' }, {}, 'granted'],
  ['Do Not Track where the shop says so', { doNotTrack: '1' }, { signals: ['gpc', 'dnt'] }, 'denied'],
  ['Do Not Track that is off', { doNotTrack: '0' }, { signals: ['dnt'] }, 'granted'],
  ['no signal is asked for', { globalPrivacyControl: true }, { signals: [] }, 'granted'],
  ["the visitor's own answer counts more", { globalPrivacyControl: true }, { consent: 'granted' }, 'granted'],
  ['a shop that asks', { globalPrivacyControl: true }, { consent: 'pending' }, 'pending'],
])('%s', (_, navigator, options, consent) => {
  vi.stubGlobal('navigator', navigator);
  expect(readSettings(options, setup).engine.consent).toBe(consent);
});

test.each([['gpc'], [['cookies']], [[null]], [{}]])('the signals %j are refused', (signals) => {
  const options = { signals } as unknown as RecommenderOptions;
  expect(() => readSettings(options, setup)).toThrow(expect.objectContaining({ code: 'bad-options' }));
});

test('the address of remote candidates is absolute for the worker; all else is passed on as it is', () => {
  vi.stubGlobal('document', { baseURI: 'https://shop.example/tea/' });
  const { engine } = readSettings({ remote: { url: '../candidates', share: 'recent' } }, setup);
  expect(engine.remote).toEqual({ url: 'https://shop.example/candidates', share: 'recent' });
  expect(readSettings({}, setup).engine.remote).toBeUndefined();
});

test('remote candidates without an address are refused', () => {
  const options = { remote: { url: 'https://' } };
  expect(() => readSettings(options, setup)).toThrow(expect.objectContaining({ code: 'bad-options' }));
});

test.each<[string, object, string]>([
  ['another start of the neural worker', { neural: { start: 'later' } }, 'neural.start'],
  ['consent that is none', { consent: 'maybe' }, 'consent'],
  ['a deadline of no time', { deadline: 0 }, 'deadline'],
  ['no name of a database', { database: '' }, 'database'],
])('%s is refused, and the option is named', (_, options, named) => {
  expect(() => readSettings(options as RecommenderOptions, setup)).toThrow(
    expect.objectContaining({ code: 'bad-options', message: expect.stringContaining(named) }),
  );
});

test('the neural worker starts when it is needed, or where the shop says so when the page is idle', () => {
  expect(readSettings({}, setup).neuralWhenIdle).toBe(false);
  expect(readSettings({ neural: { start: 'needed' } }, setup).neuralWhenIdle).toBe(false);
  expect(readSettings({ neural: { start: 'idle' } }, setup).neuralWhenIdle).toBe(true);
});

test('weights of sources are the shop’s at the time, and none where it gives none', () => {
  const weights = { content: 2 };
  const { engine } = readSettings({ weights }, setup);
  weights.content = 3;
  expect(engine.weights).toEqual({ content: 2 });
  expect(readSettings({}, setup).engine.weights).toBeUndefined();
});
