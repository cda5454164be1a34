/**
 * Comes before the engine's own script in its worker: the worker's address says which operation on which database fails, and
 * the page asks over a channel how often it did, or has storage work again.
 */
import { type Fault, injectFault } from '../src/testing/faults.ts';

const plan = new URLSearchParams(self.location.search).get('fault');
if (plan !== null) {
  const { database, ...fault } = JSON.parse(plan) as Fault & { database: string };
  const injected = injectFault(database, fault);
  new BroadcastChannel(`faults of ${database}`).addEventListener('message', ({ data, target }) => {
    if (data === 'clear') injected.clear();
    if (data === 'count' || data === 'clear') {
      (target as BroadcastChannel).postMessage({ met: injected.met(), failed: injected.failed() });
    }
  });
}
