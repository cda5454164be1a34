// A stand-in for the neural worker, for tests of the page alone: epochs pass at once, or never end.
import { VitrineError } from '../../contract/errors.ts';
import type { Neural } from '../../contract/neural.ts';
import { serve } from '../../contract/wire.ts';

const script: { behaviour: 'finish' | 'wait' | 'die' } = JSON.parse(self.name);
const cancels = new Map<string, () => void>();
const status = { backend: 'cpu', rejected: [], tensors: 0 } as const;

const neural: Neural = {
  open: async () => status,
  status: async () => status,
  close: async () => undefined,
  cancel: async (call) => cancels.get(call)?.(),
  fineTune: async ({ call, epochs }, onProgress) => {
    for (let epoch = 0; epoch < epochs; epoch++) {
      await onProgress({ epoch, epochs, step: epoch, steps: epochs, loss: 1, elapsed: 0, remaining: 0 });
    }
    if (script.behaviour === 'die') self.close();
    if (script.behaviour !== 'finish') {
      await new Promise((_, reject) => cancels.set(call, () => reject(new VitrineError('aborted', 'Cancelled.'))));
    }
    return { weights: {}, steps: epochs, before: 2, after: 1, adopted: true, backend: 'cpu' };
  },
};

serve(neural);
