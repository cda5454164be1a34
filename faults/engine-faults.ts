/**
 * Comes before the engine's own script in its worker: the worker's address says what fails in it, and the page asks over a
 * channel how often it did, or has it work again.
 */
import {
  type DatabaseFault,
  type Fault,
  failDatabase,
  failFetches,
  failMessages,
  type InjectedFault,
} from '../src/testing.ts';
import type { PlannedFault } from './shop/visit.ts';

/** Has the worker itself fail at a message that comes: no answer from then on, its end, or an error outside of any call. */
function failWorker({ at, kind }: Fault): InjectedFault {
  let messages = 0;
  let works = false;
  self.addEventListener('message', () => {
    if (works || ++messages !== at) return;
    if (kind === 'aborts') self.close();
    if (kind === 'hangs') for (;;);
    setTimeout(() => {
      throw new Error('A fault that was asked for.');
    });
  });
  return {
    operations: () => messages,
    met: () => messages >= at,
    failed: () => Number(messages >= at),
    clear: () => {
      works = true;
    },
  };
}

const text = new URLSearchParams(self.location.search).get('fault');
if (text !== null) {
  const { over, database, ...fault } = JSON.parse(text) as PlannedFault & DatabaseFault;
  const channel = new BroadcastChannel(`faults of ${database}`);
  const failing = {
    storage: () => failDatabase(database, fault),
    messages: () => failMessages(self, fault),
    fetches: () => failFetches(fault),
    worker: () => failWorker(fault),
  };
  const injected = failing[over]();
  channel.addEventListener('message', ({ data }) => {
    if (data === 'clear') injected.clear();
    if (data === 'clear') channel.postMessage({ met: injected.met(), failed: injected.failed() });
  });
}
