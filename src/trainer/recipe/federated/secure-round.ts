import type { ClientMessage, FederatedTask } from '../../../contract/federated.ts';
import { Aggregator } from '../../../learning/federated/aggregator.ts';
import { addNoise } from '../../../learning/federated/fixed-point.ts';
import { secureAggregation } from '../../../learning/federated/secure-aggregation.ts';
import { type RunContext, runStep } from '../../run-context.ts';

/** One whole round of secure aggregation, with real messages. */
export interface SecureRound {
  clients: number;
  /** Who dropped out, as many in each phase after the first. */
  droppedOut: number;
  /** Whose updates the sum has. */
  summed: number;
  /** Numbers in the sum that are not those of a plain sum. */
  wrong: number;
  /** Bytes that one client sends, all messages together, at most. */
  sent: number;
}

/** @param updates in fixed point @param dropouts share of the clients */
export async function secureRound(
  updates: readonly Int32Array[],
  task: FederatedTask,
  dropouts: number,
  run: RunContext,
): Promise<SecureRound> {
  const clients = updates.length;
  const droppedOut = Math.round(dropouts * clients);
  const aggregator = new Aggregator({ ...task, cohort: clients, survivors: clients - droppedOut }, updates[0].length);
  const vectors = updates.map((update) => addNoise(update, aggregator.task));
  const steps = vectors.map((vector) => secureAggregation(vector, aggregator.task));
  const answers: unknown[] = vectors.map(() => undefined);
  const bytes = vectors.map(() => 0);
  /** Client `i` sends so many messages. */
  const stays = (i: number): number => (i < droppedOut ? 1 + (i % 3) : 4);
  const plain = new Int32Array(vectors[0].length);
  await runStep(run, 'aggregate one round', async (advance) => {
    for (let phase = 0; phase < 4; phase++) {
      const names: (string | undefined)[] = vectors.map(() => undefined);
      for (const [i, client] of steps.entries()) {
        if (phase >= stays(i)) continue;
        const message = (await client.next(answers[i])).value as ClientMessage;
        bytes[i] += JSON.stringify(message).length;
        names[i] = message.client;
        await aggregator.receive(message);
        if (phase === 2) for (let at = 0; at < plain.length; at++) plain[at] += vectors[i][at];
        await advance(phase * clients + i, 4 * clients);
      }
      const given = aggregator.next();
      for (const [i, name] of names.entries()) answers[i] = given.get(name ?? '');
    }
  });
  const { sum, survivors } = await aggregator.sum();
  const wrong = sum.reduce((count, value, i) => count + Number(value !== plain[i]), 0);
  return { clients, droppedOut, summed: survivors.length, wrong, sent: Math.max(...bytes) };
}
