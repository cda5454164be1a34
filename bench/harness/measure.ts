import { type Timing, timingOf } from './order-statistics.mjs';

/** Milliseconds that one call took; its own answer is awaited. */
export async function clock(call: () => unknown): Promise<number> {
  const start = performance.now();
  await call();
  return performance.now() - start;
}

/**
 * Runs all contenders in turn, round after round, so that a busy moment of the machine meets them alike and each finds
 * the caches as the others left them. The first rounds warm up and do not count.
 */
export async function inTurn(
  contenders: Readonly<Record<string, (round: number) => unknown>>,
  rounds: { warmUp: number; counted: number },
): Promise<Record<string, Timing>> {
  const durations = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    for (const [name, call] of Object.entries(contenders)) {
      const took = await clock(() => call(round));
      if (round >= rounds.warmUp) durations.get(name)?.push(took);
    }
    // Lets the browser collect garbage and draw between rounds.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return Object.fromEntries([...durations].map(([name, taken]) => [name, timingOf(taken)]));
}
