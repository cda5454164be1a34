import { expect, test } from 'vitest';
import { openTensorRuntime } from './tensor-runtime.ts';

const FOLDER = new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url);

test('runs on WASM in Node, from files', async () => {
  const compute = await openTensorRuntime(FOLDER);
  expect(compute.status()).toMatchObject({ backend: 'wasm', rejected: [], tensors: 0 });
  compute.close();
});

test('files that are not there are named', async () => {
  await expect(openTensorRuntime(new URL('./nowhere/', FOLDER))).rejects.toMatchObject({
    code: 'no-backend',
    message: expect.stringContaining('nowhere/tfjs-backend-wasm'),
  });
});
