/**
 * Comes before the engine's own script in its worker: the worker's address says what fails in it, and the page asks over a
 * channel how often it did, or has it work again.
 */
import { type DatabaseFault, failDatabase, failFetches, failMessages } from '../src/testing.ts';
import type { PlannedFault } from './shop-page.ts';

const text = new URLSearchParams(self.location.search).get('fault');
if (text !== null) {
  const { over, database, ...fault } = JSON.parse(text) as PlannedFault & DatabaseFault;
  const channel = new BroadcastChannel(`faults of ${database}`);
  const failing = {
    storage: () => failDatabase(database, fault),
    messages: () => failMessages(self, fault),
    fetches: () => failFetches(fault),
  };
  const injected = failing[over]();
  channel.addEventListener('message', ({ data }) => {
    if (data === 'clear') injected.clear();
    if (data === 'clear') channel.postMessage({ met: injected.met(), failed: injected.failed() });
  });
}
