import type { ClientMessage, FederatedTask, ServerMessage } from '../../../contract/federated.ts';
import { Aggregator, type AggregatorOptions } from '../aggregator.ts';
import { secureAggregation } from '../secure-aggregation.ts';

/** A task of small numbers. */
export const taskOf = (changes: Partial<FederatedTask> = {}): FederatedTask => ({
  format: 'vitrine-federated',
  version: 1,
  kind: 'task',
  round: 'round 1',
  pack: 'a'.repeat(64),
  weights: ['norm.gain'],
  steps: 1,
  learningRate: 0.1,
  clippingNorm: 1,
  noiseMultiplier: 1,
  resolution: 2 ** 16,
  cohort: 256,
  survivors: 2,
  ...changes,
});

export interface Script {
  /** Of each client the number of messages that it sends before it drops out; 4: it stays. */
  messages: readonly number[];
  /** What becomes of a client's message on its way. */
  onMessage?: (message: ClientMessage, client: number) => unknown;
  /** What becomes of the server's answer. */
  onAnswer?: (answer: ServerMessage, client: number) => unknown;
  options?: AggregatorOptions;
}

export interface Played {
  aggregator: Aggregator;
  /** Vectors of those whose masked input came. */
  summed: Int32Array[];
  /** What clients and server threw at messages and answers. */
  refusals: unknown[];
}

/** Plays a whole round in process. */
export async function playRound(task: FederatedTask, vectors: readonly Int32Array[], script: Script): Promise<Played> {
  const aggregator = new Aggregator(task, vectors[0].length, script.options);
  const clients = vectors.map((vector, i) => ({
    i,
    vector,
    steps: secureAggregation(vector, task),
    answer: undefined as unknown,
  }));
  const summed: Int32Array[] = [];
  const refusals: unknown[] = [];
  let alive = clients;
  for (let phase = 0; phase < 4; phase++) {
    const sent: { client: (typeof clients)[number]; name: string }[] = [];
    for (const client of alive.filter(({ i }) => phase < script.messages[i])) {
      try {
        const { value, done } = await client.steps.next(client.answer);
        if (done) throw new Error('A client ended too early.');
        const on = script.onMessage ? script.onMessage(value, client.i) : value;
        await aggregator.receive(on);
        if (phase === 2) summed.push(client.vector);
        sent.push({ client, name: value.client });
      } catch (thrown) {
        refusals.push(thrown);
      }
    }
    const answers = aggregator.next();
    alive = sent.flatMap(({ client, name }) => {
      const answer = answers.get(name);
      if (answer === undefined) return [];
      client.answer = script.onAnswer ? script.onAnswer(answer, client.i) : structuredClone(answer);
      return [client];
    });
  }
  return { aggregator, summed, refusals };
}
