import { expect, test, vi } from 'vitest';
import { PolicyWatch } from './policy-watch.ts';
import { failedWorker, refusedWorker } from './worker-fault.ts';

const noPolicy = { violation: async () => undefined } as unknown as PolicyWatch;
const silent = new Event('error');

test.each([
  'http://localhost:5173/node_modules/.vite/deps/worker-fault.js?v=1',
  'http://localhost:5173/cache/deps/worker-fault-A1.js',
])('the copy that Vite made without the workers, %s: the remedy names the one option', async (address) => {
  const { code, message, remedy } = await failedWorker('engine', silent, noPolicy, address);
  expect({ code, message }).toEqual({
    code: 'worker-failed',
    message: "The engine worker's script could not be loaded.",
  });
  expect(remedy).toContain("optimizeDeps: { exclude: ['vitrine'] }");
});

test.each(['https://shop.example/assets/worker-fault.js', 'https://shop.example/deps/of/worker-fault.js', null])(
  'a script that is not there, beside %s: serve it, or start it otherwise',
  async (address) => {
    const { remedy } = await failedWorker('engine', silent, noPolicy, address);
    expect(remedy).toMatch(/Serve its file.+`workers`/);
  },
);

test.each([
  "Failed to construct 'URL': Invalid URL",
  'URL constructor: ./engine.worker.js is not a valid URL.',
  '"./engine.worker.js" cannot be parsed as a URL.',
])('a bundle that knows no addresses is told how to be one that does: %s', (message) => {
  globalThis.Worker ??= class {} as unknown as typeof Worker;
  expect(refusedWorker('engine', new TypeError(message))).toMatchObject({
    code: 'worker-failed',
    message: 'The engine worker could not be started.',
    remedy: expect.stringContaining('`--format=esm`'),
  });
  expect(refusedWorker('engine', new Error(message)).remedy).not.toContain('esm');
  expect(refusedWorker('engine', new TypeError('of the shop')).remedy).toContain('`workers`');
});

test('a script that a worker could not import: the directive and the origin are named', async () => {
  const message =
    "Uncaught NetworkError: Failed to execute 'importScripts' on 'WorkerGlobalScope': The script at 'https://cdn.example/vitrine/engine.worker.js' failed to load.";
  const fault = await failedWorker('engine', Object.assign(new Event('error'), { message }), noPolicy);
  expect(fault.message).toBe('The engine worker could not load its script from https://cdn.example.');
  expect(fault.remedy).toContain('`script-src https://cdn.example`');
  expect(fault.remedy).toContain('https://cdn.example/vitrine/engine.worker.js is there');
});

test.each<[string, unknown, string, string, RegExp]>([
  [
    'another origin',
    new DOMException('x', 'SecurityError'),
    'worker-blocked',
    "The engine worker's script lies on another origin.",
    /page's own origin/,
  ],
  ['no error at all', 'strange', 'worker-failed', 'The engine worker could not be started.', /`workers`/],
])('a constructor that throws %s', (_, thrown, code, message, remedy) => {
  globalThis.Worker ??= class {} as unknown as typeof Worker;
  vi.stubGlobal('trustedTypes', {});
  const fault = refusedWorker('engine', thrown);
  vi.unstubAllGlobals();
  expect(fault).toMatchObject({ code, message, remedy: expect.stringMatching(remedy), cause: thrown });
});

test('where Trusted Types are asked for, a plain address is what they refuse', () => {
  globalThis.Worker ??= class {} as unknown as typeof Worker;
  vi.stubGlobal('trustedTypes', {});
  const fault = refusedWorker('engine', new TypeError('This document requires a TrustedScriptURL.'));
  vi.unstubAllGlobals();
  expect(fault).toMatchObject({
    code: 'worker-blocked',
    message: "The page's `require-trusted-types-for` does not allow the engine worker.",
    remedy: expect.stringContaining('TrustedScriptURL'),
  });
});

test('where there are no workers, as on a server, that is what is said', () => {
  vi.stubGlobal('Worker', undefined);
  const fault = refusedWorker('engine', new ReferenceError('Worker is not defined'));
  vi.unstubAllGlobals();
  expect(fault).toMatchObject({
    code: 'worker-failed',
    message: 'There is no Worker here for the engine.',
    remedy: 'Create the recommender in the browser.',
  });
});

test.each([
  ['https://shop.example/engine.worker.js', "worker-src 'self'"],
  ['blob', 'worker-src blob:'],
  ['blob:https://shop.example/1', 'worker-src blob:'],
  ['https://shop.example/blob', "worker-src 'self'"],
])('a policy that blocks %s: what it has to allow', async (blockedURI, allowed) => {
  const violation = { blockedURI, effectiveDirective: 'worker-src' };
  const policy = { violation: async () => violation } as unknown as PolicyWatch;
  const fault = await failedWorker('engine', silent, policy);
  expect(fault).toMatchObject({
    code: 'worker-blocked',
    message: "The page's policy (worker-src) does not allow the engine worker.",
    remedy: `Add \`${allowed}\` to the policy.`,
  });
});

test('a worker that fails in its own words', async () => {
  const event = Object.assign(new Event('error'), { message: 'Uncaught Error: of the worker' });
  expect(await failedWorker('engine', event, noPolicy)).toMatchObject({
    code: 'worker-failed',
    message: 'The engine worker failed: Uncaught Error: of the worker',
  });
});

test('of a policy’s reports those about scripts and workers count', async () => {
  const document = new EventTarget();
  vi.stubGlobal('document', document);
  const watch = new PolicyWatch();
  const report = (effectiveDirective: string): void =>
    void document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { effectiveDirective }));
  report('img-src');
  report('worker-src');
  expect(await watch.violation()).toMatchObject({ effectiveDirective: 'worker-src' });
  watch.stop();
  const silentWatch = new PolicyWatch();
  silentWatch.stop();
  report('script-src');
  expect(await silentWatch.violation()).toBeUndefined();
  vi.unstubAllGlobals();
});
