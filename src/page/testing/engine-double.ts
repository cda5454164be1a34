import { expect, vi } from 'vitest';
import type { EngineNews } from '../../contract/engine.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { Setup } from '../facade/options.ts';
import { RESTART_DELAYS_MS } from '../workers/worker-supervisor.ts';
import type { DoubleScript, ScriptedFault } from './double-script.ts';
import engineUrl from './engine-double.worker.ts?worker&url';
import neuralUrl from './neural-double.worker.ts?worker&url';
import { partsAt } from './parts-at.ts';

/** Test doubles of the workers, and what they reported. */
export interface Doubles {
  setup: Setup;
  starts: () => number;
  /** Waits for that failure, then moves the clock that `stopClock` stopped: by this silence, and on to the new start. */
  silence: (failure: number, ms: number) => Promise<void>;
  committed: () => readonly StoredInteraction[];
  batches: () => number;
  discards: () => number;
  cancelled: () => readonly string[];
  /** Calls that the page cancelled in the neural worker itself. */
  ended: () => readonly string[];
  /** Has the engine tell the page what another tab did, or that its status is another. */
  tell: (news: EngineNews) => void;
  close: () => void;
}

/** The page's clock stops until a test moves it, so that a slow machine makes no worker silent. `vi.useRealTimers` undoes it. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
}

export function startDoubles(options: { fault?: ScriptedFault; neural?: 'finish' | 'wait' | 'die' } = {}): Doubles {
  const channel = crypto.randomUUID();
  const news = new BroadcastChannel(channel);
  const cancelled: string[] = [];
  const ended: string[] = [];
  let committed: readonly StoredInteraction[] = [];
  let batches = 0;
  let discards = 0;
  let life = 0;
  let failed = 0;
  news.onmessage = ({ data }) => {
    committed = data.committed ?? committed;
    batches = data.batches ?? batches;
    if (data.failed) failed += 1;
    if (data.discarded) discards += 1;
    if (data.cancelled) cancelled.push(data.cancelled);
    if (data.ended) ended.push(data.ended);
  };
  const engine = (): Worker => {
    const script: DoubleScript = {
      channel,
      life: life++,
      committed,
      ...(options.fault ? { fault: options.fault } : {}),
    };
    return new Worker(engineUrl, { type: 'module', name: JSON.stringify(script) });
  };
  const neural = (): Worker =>
    new Worker(neuralUrl, { type: 'module', name: JSON.stringify({ channel, behaviour: options.neural ?? 'finish' }) });
  return {
    setup: {
      engine,
      neural,
      parts: partsAt(() => ''),
      wasm: () => undefined,
    },
    starts: () => life,
    silence: async (failure, ms) => {
      await expect.poll(() => failed).toBe(failure);
      await vi.advanceTimersByTimeAsync(ms);
      await vi.advanceTimersByTimeAsync(1 + (RESTART_DELAYS_MS[failure - 1] ?? 0));
    },
    committed: () => committed,
    batches: () => batches,
    discards: () => discards,
    cancelled: () => cancelled,
    ended: () => ended,
    tell: (tell) => news.postMessage({ tell }),
    close: () => news.close(),
  };
}
