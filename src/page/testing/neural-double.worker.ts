// A stand-in for the neural worker, for tests of the page alone: epochs pass at once, or never end.
import { VitrineError } from '../../contract/errors.ts';
import type { Neural } from '../../contract/neural.ts';
import { serve } from '../../contract/wire.ts';

const script: { channel: string; behaviour: 'finish' | 'wait' | 'die' } = JSON.parse(self.name);
const news = new BroadcastChannel(script.channel);
const cancels = new Map<string, () => void>();
const status = { backend: 'cpu', rejected: [], tensors: 0 } as const;

/** A worker that closes itself says nothing to the page: the test hears of it another way. */
function die(): void {
  news.postMessage({ failed: true });
  self.close();
}

const neural: Neural = {
  open: async () => status,
  status: async () => status,
  close: async () => undefined,
  cancel: async (call) => {
    news.postMessage({ ended: call });
    cancels.get(call)?.();
  },
  imagine: async ({ interests, like, count, neighbours }) => ({
    pictures: Array.from({ length: count }, () => ({
      width: 2,
      height: 2,
      rgba: new Uint8ClampedArray(16).fill(200),
      kind: 'Mugs',
      ...(like && {
        colour:
          like.shares.map((share, i) => `${share} ${like.products[i]}`).join(' and ') + (like.vary ? ', varied' : ''),
      }),
      // As the gallery would: the interests themselves, and a product that the catalogue does not have.
      neighbours: ['gone', ...interests].slice(0, neighbours),
    })),
    fallback: interests.length === 0,
    took: 1,
  }),
  lookAlikes: async ({ like, count }) => {
    if (like === 'unseen') return { products: [], likeness: new Float32Array() };
    const products = typeof like === 'string' ? [like, 'q', 'gone'] : ['q', 'p', 'gone'];
    return { products: products.slice(0, count), likeness: Float32Array.from([1, 0.8, 0.5].slice(0, count)) };
  },
  startUpdate: async () => Promise.reject(new VitrineError('internal', 'No test asks it.')),
  continueUpdate: async () => undefined,
  describe: async ({ product, draft, style, profile }) => {
    const invented = draft?.includes('gold') ? ['gold'] : undefined;
    if (draft !== undefined && !invented) return { text: draft, source: 'built-in' };
    return {
      text: `A ${style} on ${product.title}${profile ? ' to this visitor' : ''}`,
      source: 'written',
      ...(invented && { invented }),
    };
  },
  trainPictures: async ({ call, steps, every, size, products }, onProgress) => {
    for (let step = every; step <= steps; step += every) {
      const losses = { generator: 1, discriminator: 1, total: 2 };
      const samples = new Uint8Array(size * size * 3).fill(step);
      const at = {
        epoch: step / every - 1,
        epochs: steps / every,
        step: every,
        steps: every,
        elapsed: 0,
        remaining: 0,
      };
      await onProgress({ ...at, loss: 2, losses, rollbacks: 0, samples });
    }
    if (script.behaviour === 'die') die();
    if (script.behaviour !== 'finish') {
      await new Promise((_, reject) => cancels.set(call, () => reject(new VitrineError('aborted', 'Cancelled.'))));
    }
    return { file: new ArrayBuffer(8), metrics: { distance: 1, gallery: products?.length ?? 0 }, backend: 'cpu' };
  },
  fineTune: async ({ call, epochs, learningRate }, onProgress) => {
    for (let epoch = 0; epoch < epochs; epoch++) {
      await onProgress({ epoch, epochs, step: epoch, steps: epochs, loss: 1, elapsed: 0, remaining: 0 });
    }
    if (script.behaviour === 'die') die();
    if (script.behaviour !== 'finish') {
      await new Promise((_, reject) => cancels.set(call, () => reject(new VitrineError('aborted', 'Cancelled.'))));
    }
    // Steps as long as that make a model worse.
    const after = learningRate < 1 ? 1 : 3;
    return { weights: {}, steps: epochs, before: 2, after, adopted: after < 2, backend: 'cpu' };
  },
};

serve(neural);
