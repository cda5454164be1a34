import { failDatabase, failFetches, type InjectedFault } from 'vitrine/testing';
import { DATABASE, type Plug, type PlugMessage, plugChannel, TAKEN } from './pulled.ts';

/** Pulled plugs of this worker, each a fault that `vitrine/testing` injects. */
const faults = new Map<Plug, InjectedFault>();
const FAULTS: Partial<Record<Plug, () => InjectedFault>> = {
  disk: () =>
    failDatabase(DATABASE, { at: 1, how: 'on', kind: 'throws', error: 'QuotaExceededError', only: ['add', 'put'] }),
  network: () => failFetches({ at: 1, how: 'on', kind: 'throws' }),
};

function pull({ pulled: names }: PlugMessage): void {
  for (const [plug, fail] of Object.entries(FAULTS) as [Plug, () => InjectedFault][]) {
    const pulled = names.includes(plug);
    if (pulled && !faults.has(plug)) faults.set(plug, fail());
    if (!pulled) {
      faults.get(plug)?.clear();
      faults.delete(plug);
    }
  }
}

/** Hears of plugs in the engine's worker. What is pulled when it starts is in its name. */
export function acceptPlugs(): void {
  pull(JSON.parse(self.name));
  const channel = plugChannel();
  channel.addEventListener('message', ({ data }: MessageEvent<PlugMessage>) => {
    pull(data);
    channel.postMessage(TAKEN);
  });
}
