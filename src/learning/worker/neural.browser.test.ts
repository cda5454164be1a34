import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { afterEach, describe, expect, test } from 'vitest';
import { BACKENDS, type BackendName, type FineTuneRequest, type Neural } from '../../contract/neural.ts';
import { remote } from '../../contract/wire.ts';
import { models } from '../models/index.ts';
import { Random } from '../training/random.ts';
import { joinSequences } from '../training/sequences.ts';
import { createNeural } from './neural.ts';

const wasmPath = { 'tfjs-backend-wasm-simd.wasm': new URL(simd, location.href).href };
const ITEMS = 20;
const OPTIONS = { width: 8, blocks: 1, longest: 10, dropout: 0, negatives: 0, batchTokens: 40 };

const undo: (() => void)[] = [];
afterEach(() => {
  for (const action of undo.splice(0).reverse()) action();
});

function replace(target: object, name: string, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  undo.push(() => (own ? Object.defineProperty(target, name, own) : Reflect.deleteProperty(target, name)));
}

/** A walk over the ring of items, forwards or backwards. */
const walk = (start: number, length: number, by: 1 | -1): number[] =>
  Array.from({ length }, (_, i) => 1 + ((((start + i * by) % ITEMS) + ITEMS) % ITEMS));

/** The visitor walks forwards; the weights are random, so there is much to learn. */
function request(changes: Partial<FineTuneRequest> = {}): FineTuneRequest {
  const random = new Random(4);
  const model = models[0].create(OPTIONS);
  const shapes = Object.entries(model.shapes(ITEMS));
  const weights = Object.fromEntries(
    shapes.map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: size }, () => (name.endsWith('gain') ? 1 : random.normal() * 0.3));
      return [name, { shape, data }];
    }),
  );
  return {
    call: 'one',
    model: 'attention',
    options: OPTIONS,
    weights,
    own: joinSequences([walk(0, 9, 1), walk(5, 9, 1)]),
    replay: joinSequences(Array.from({ length: 30 }, (_, i) => walk(i * 3, 4, 1))),
    epochs: 4,
    learningRate: 0.01,
    seed: 1,
    ...changes,
  };
}

async function open(...backends: BackendName[]): Promise<Neural> {
  const neural = createNeural();
  undo.push(() => void neural.close());
  expect((await neural.open({ backends, wasmPath })).backend).toBe(backends[0]);
  return neural;
}

describe('which backend', () => {
  test('WebGPU first, where there is an adapter', async () => {
    const neural = createNeural();
    undo.push(() => void neural.close());
    expect(await neural.open({ wasmPath })).toMatchObject({ backend: 'webgpu', rejected: [] });
  });

  test('WASM without WebGPU; the reason is told', async () => {
    replace(navigator, 'gpu', { requestAdapter: async () => null });
    const neural = createNeural();
    undo.push(() => void neural.close());
    const { backend, rejected } = await neural.open({ wasmPath });
    expect(backend).toBe('wasm');
    expect(rejected).toEqual([{ backend: 'webgpu', reason: 'no WebGPU adapter' }]);
  });

  test('CPU where the .wasm files are not there either', async () => {
    replace(navigator, 'gpu', undefined);
    const neural = createNeural();
    undo.push(() => void neural.close());
    const { backend, rejected } = await neural.open({ wasmPath: `${location.origin}/nowhere/` });
    expect(backend).toBe('cpu');
    expect(rejected.map((entry) => entry.backend)).toEqual(['webgpu', 'wasm']);
  });

  test('a backend that computes wrong numbers is left', async () => {
    replace(GPUQueue.prototype, 'submit', () => undefined);
    const neural = createNeural();
    undo.push(() => void neural.close());
    const { backend, rejected } = await neural.open({ wasmPath });
    expect(backend).toBe('wasm');
    expect(rejected[0]).toMatchObject({ backend: 'webgpu', reason: 'it computes wrong numbers' });
  });

  test('one name in the place of the list is refused', async () => {
    const backends = 'wasm' as unknown as BackendName[];
    await expect(createNeural().open({ backends, wasmPath })).rejects.toMatchObject({ code: 'bad-options' });
  });

  test('none at all is `no-backend`, with each reason', async () => {
    await expect(
      createNeural().open({ backends: ['wasm'], wasmPath: `${location.origin}/nowhere/` }),
    ).rejects.toMatchObject({
      code: 'no-backend',
      message: expect.stringContaining('wasm:'),
    });
  });
});

/** One training on each backend, for all tests that look at it: WebGPU in software takes its time. */
const trainings = new Map<BackendName, ReturnType<typeof trainOn>>();
const trained = (backend: BackendName) => {
  const begun = trainings.get(backend) ?? trainOn(backend);
  trainings.set(backend, begun);
  return begun;
};

async function trainOn(backend: BackendName) {
  const neural = await open(backend);
  const asked = request({ epochs: 7 });
  await neural.fineTune({ ...asked, epochs: 1 }, () => undefined);
  const { tensors } = await neural.status();
  const losses: number[] = [];
  const result = await neural.fineTune(asked, ({ validation }) => {
    if (validation !== undefined) losses.push(validation);
  });
  return { asked, result, losses, tensors: [tensors, (await neural.status()).tensors] };
}

describe.each(BACKENDS)('fine-tuning on %s', (backend) => {
  test('better weights are adopted, without the item vectors; no tensor stays; progress is told', async () => {
    const { asked, result, losses, tensors } = await trained(backend);
    expect(result).toMatchObject({ adopted: true, backend });
    expect(result.steps).toBeGreaterThanOrEqual(20);
    expect(losses).toHaveLength(7);
    expect(result.after).toBeLessThan(result.before);
    expect(result.weights.items).toBeUndefined();
    expect(Object.keys(result.weights).sort()).toEqual(
      Object.keys(asked.weights)
        .filter((name) => name !== 'items')
        .sort(),
    );
    expect(asked.weights).toEqual(request().weights);
    expect(tensors[1]).toBe(tensors[0]);
  });
});

test('all backends learn the same', async () => {
  const runs: Awaited<ReturnType<typeof trained>>[] = [];
  for (const backend of BACKENDS) runs.push(await trained(backend));
  const [first, ...others] = runs;
  for (const { result, losses } of others) {
    expect(result.before).toBeCloseTo(first.result.before, 3);
    expect(result.after).toBeCloseTo(first.result.after, 3);
    for (const [epoch, loss] of losses.entries()) expect(loss).toBeCloseTo(first.losses[epoch], 3);
  }
});

describe('the guard', () => {
  test('weights that predict the held-out interactions worse are not adopted: the old ones come back', async () => {
    const neural = await open('wasm');
    const learned = await neural.fineTune(request({ epochs: 10 }), () => undefined);
    const { items } = request().weights;
    // What the visitor did before contradicts what came last, and what others do.
    const contrary = request({
      weights: { ...learned.weights, items },
      own: joinSequences([walk(0, 9, -1), walk(5, 9, -1), walk(3, 5, 1)]),
      learningRate: 1,
    });
    const result = await neural.fineTune(contrary, () => undefined);
    expect(result).toMatchObject({ adopted: false, before: result.after });
    expect(result.weights).toEqual(learned.weights);
  });

  test('a loss that is not finite is `diverged`', async () => {
    const neural = await open('wasm');
    await expect(neural.fineTune(request({ learningRate: Number.MAX_VALUE }), () => undefined)).rejects.toMatchObject({
      code: 'diverged',
    });
  });

  test('too short a history is `nothing-to-train`', async () => {
    const neural = await open('wasm');
    await expect(
      neural.fineTune(request({ own: joinSequences([[1, 2], [3]]) }), () => undefined),
    ).rejects.toMatchObject({
      code: 'nothing-to-train',
    });
  });

  test('a device that is lost in the middle costs a new start, not the training', async () => {
    const devices: GPUDevice[] = [];
    const requestDevice = GPUAdapter.prototype.requestDevice;
    replace(GPUAdapter.prototype, 'requestDevice', async function (this: GPUAdapter, ...args: [GPUDeviceDescriptor?]) {
      const device = await requestDevice.apply(this, args);
      devices.push(device);
      return device;
    });
    const neural = await open('webgpu');
    const result = await neural.fineTune(request({ epochs: 2 }), ({ epoch }) => {
      if (epoch === 1 && devices.length === 1) devices[0].destroy();
    });
    expect(result).toMatchObject({ adopted: true, backend: 'webgpu' });
    expect(devices).toHaveLength(2);
  });
});

test('in its worker: answers over a port, and cancel ends a training within a step', async () => {
  const worker = new Worker(new URL('../../../workers/neural.worker.ts', import.meta.url), { type: 'module' });
  undo.push(() => worker.terminate());
  const neural = remote<Neural>(worker);
  expect(await neural.open({ backends: ['wasm'], wasmPath })).toMatchObject({ backend: 'wasm' });
  let events = 0;
  const training = neural.fineTune(request({ epochs: 100_000 }), () => {
    events++;
    if (events === 3) void neural.cancel('one');
  });
  await expect(training).rejects.toMatchObject({ code: 'aborted' });
  expect(events).toBeLessThan(1000);
});
