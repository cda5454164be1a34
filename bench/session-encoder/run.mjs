// One more click understood: our encoder with cached keys and values, beside whole passes of tensor runtimes.
import { openPage } from '../harness/browser.mjs';

export const peers = ['@tensorflow/tfjs-backend-wasm', 'onnxruntime-web'];

const SHAPE = { width: 64, blocks: 2, heads: 1, expansion: 4, longest: 50 };

export async function measure({ browser, origin }) {
  const page = await openPage(browser, origin);
  const result = await page.evaluate(
    (shape) => import('/build/session-encoder.js').then(({ run }) => run(shape)),
    SHAPE,
  );
  await page.context().close();
  return {
    seed: 1,
    data: 'random weights and items; all contenders give the same state to 1e-3',
    protocol: 'one visitor, window full; one thread; contenders in turn, round after round',
    ...result,
  };
}
