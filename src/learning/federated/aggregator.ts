import { combine } from 'shamir-secret-sharing';
import { type ClientMessage, FEDERATED, type FederatedTask, type ServerMessage } from '../../contract/federated.ts';
import { digestOf, keyOfNumber } from './key-pairs.ts';
import { addMask, addPairwiseMask } from './masks.ts';
import { checkSignature, contentOf, MOST_PEERS, type PublicKeys, readKeys, readMessage, vectorOf } from './messages.ts';
import { readTask } from './read-task.ts';
import { refused } from './refused.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What a round of secure aggregation ends with: never any single update. */
export interface AggregatedSum {
  /** Of all survivors' updates with their noise, in fixed point. */
  sum: Int32Array;
  /** Whose updates are in it. */
  survivors: readonly string[];
}

export interface AggregatorOptions {
  /** Other clients that each one shares secrets with, at most; 2 to 255. Default 255: all others, up to a cohort of 256. */
  peers?: number;
}

interface Client extends PublicKeys {
  message: ClientMessage;
  /** In the round's ring of clients. */
  peers: Client[];
  commitment?: Bytes;
  /** Sealed shares by the client that they are for. */
  sealed?: ReadonlyMap<string, string>;
  masked?: Uint32Array;
  told?: { selfMasks: ReadonlyMap<string, Bytes>; maskingKeys: ReadonlyMap<string, Bytes> };
}

const PHASES = ['keys', 'shares', 'masked-input', 'unmasking', 'done'] as const;

/**
 * The server's part in one round of secure aggregation: a reference, without transport and clock. `receive` takes the messages of one
 * phase in any order; `next` ends the phase, when all are there or the time is up, and gives each client its answer. Who sent nothing
 * in a phase dropped out. After the fourth phase `sum` gives the sum.
 */
export class Aggregator {
  readonly task: FederatedTask;
  readonly #length: number;
  readonly #mostPeers: number;
  #phase: (typeof PHASES)[number] = 'keys';
  #clients = new Map<string, Client>();
  #threshold = 0;

  /**
   * @param length numbers in a vector: of all weights that the task names together
   * @throws VitrineError `federated-refused` where the task is wrong; RangeError
   */
  constructor(task: unknown, length: number, { peers = MOST_PEERS }: AggregatorOptions = {}) {
    this.task = readTask(task);
    if (!(Number.isSafeInteger(length) && length > 0)) throw new RangeError('`length` is not a whole number above 0.');
    if (!(Number.isInteger(peers) && peers >= 2 && peers <= MOST_PEERS)) {
      throw new RangeError(`\`peers\` is not a whole number from 2 to ${MOST_PEERS}.`);
    }
    this.#length = length;
    this.#mostPeers = peers;
  }

  /** The kind of message that is received now. */
  get phase(): (typeof PHASES)[number] {
    return this.#phase;
  }

  /**
   * Takes one client's message of this phase.
   * @throws VitrineError `federated-refused` where it was changed, comes twice or too late, or does not fit; then nothing has changed
   */
  async receive(value: unknown): Promise<void> {
    const phase = this.#phase;
    if (phase === 'done') throw refused('The round is over');
    if (phase === 'keys') return this.#join(value);
    const message = readMessage(value, this.task.round, phase);
    const client = this.#clients.get(message.client);
    if (client === undefined) throw refused('A message is from a client that is not in the round, or dropped out');
    await checkSignature(message, client.signing);
    if (this.#phase !== phase) throw refused('A message comes too late');
    if (phase === 'shares') takeShares(client, message);
    else if (phase === 'masked-input') {
      once(client.masked);
      client.masked = vectorOf(message, this.#length);
    } else this.#takeUnmasking(client, message);
  }

  /**
   * Ends the phase. Clients that sent nothing in it are out of the round.
   * @returns the answer to each client that is left, by its name
   * @throws VitrineError `federated-refused` where too few are left; the round is over then
   */
  next(): Map<string, ServerMessage> {
    const ended = this.#phase;
    if (ended === 'done') throw refused('The round is over');
    this.#phase = PHASES[PHASES.indexOf(ended) + 1];
    try {
      if (ended === 'keys') return this.#answers(this.#formCohort());
      if (ended === 'shares') return this.#answers(this.#passShares());
      if (ended === 'masked-input') return this.#answers(this.#nameSurvivors());
      return this.#answers(() => ({ ...this.#head, kind: 'received' }));
    } catch (thrown) {
      this.#phase = 'done';
      throw thrown;
    }
  }

  /** @throws VitrineError `federated-refused` where the round did not come to its end, or too few helped to unmask the sum */
  async sum(): Promise<AggregatedSum> {
    if (this.#phase !== 'done') throw refused('The round is not over');
    const all = [...this.#clients.values()];
    const survivors = all.filter(({ masked }) => masked !== undefined);
    if (survivors.length < this.task.survivors) throw refused('Too few survived the round');
    const sum = new Uint32Array(this.#length);
    for (const { masked } of survivors) for (let i = 0; i < sum.length; i++) sum[i] += masked![i];
    for (const client of survivors) {
      const seed = await this.#reveal(client, 'selfMasks');
      if ((await digestOf(seed)).some((byte, i) => byte !== client.commitment![i])) {
        throw refused('Shares of a self mask do not fit together');
      }
      await addMask(sum, seed, -1);
    }
    for (const dropped of all.filter(({ masked, sealed }) => masked === undefined && sealed !== undefined)) {
      const mates = dropped.peers.filter(({ masked }) => masked !== undefined);
      if (mates.length === 0) continue;
      const maskingKey = await this.#maskingKeyOf(dropped);
      // What it would have added itself is what the others' masks lack.
      for (const mate of mates)
        await addPairwiseMask(sum, { client: dropped.client, maskingKey }, mate, this.task.round);
    }
    return { sum: new Int32Array(sum.buffer), survivors: survivors.map(({ client }) => client) };
  }

  get #head() {
    return { ...FEDERATED, round: this.task.round };
  }

  async #join(value: unknown): Promise<void> {
    const keys = await readKeys(value, this.task.round);
    if (this.#phase !== 'keys') throw refused('The cohort was closed meanwhile');
    if (this.#clients.has(keys.client)) throw refused('A message comes twice');
    if (this.#clients.size >= this.task.cohort) throw refused('The cohort is full');
    this.#clients.set(keys.client, { ...keys, peers: [] });
  }

  /** A ring in the order of the names, which are random: each client's peers are the nearest on both sides. */
  #formCohort(): (client: Client) => ServerMessage {
    const ring = [...this.#clients.values()].sort((a, b) => (a.client < b.client ? -1 : 1));
    const clients = ring.length;
    if (clients < Math.max(3, this.task.survivors)) throw refused('Too few clients came');
    const complete = clients - 1 <= this.#mostPeers;
    const side = Math.floor(this.#mostPeers / 2);
    ring.forEach((client, at) => {
      client.peers = complete
        ? ring.filter((other) => other !== client)
        : Array.from(
            { length: 2 * side },
            (_, i) => ring[(at + (i < side ? i + 1 : side - i - 1) + clients) % clients],
          );
    });
    this.#threshold = Math.floor(ring[0].peers.length / 2) + 1;
    return ({ peers }) => ({
      ...this.#head,
      kind: 'cohort',
      clients,
      threshold: this.#threshold,
      peers: peers.map(({ message }) => message),
    });
  }

  #passShares(): (client: Client) => ServerMessage {
    for (const [name, { sealed }] of this.#clients) if (sealed === undefined) this.#clients.delete(name);
    if (this.#clients.size < this.task.survivors) throw refused('Too few clients are left');
    return ({ client, peers }) => ({
      ...this.#head,
      kind: 'sealed-shares',
      shares: peers
        .filter(({ sealed }) => sealed !== undefined)
        .map(({ client: from, sealed }) => ({ from, sealed: sealed!.get(client)! })),
    });
  }

  #nameSurvivors(): (client: Client) => ServerMessage | undefined {
    const alive = ({ masked }: Client): boolean => masked !== undefined;
    const count = [...this.#clients.values()].filter(alive).length;
    if (count < this.task.survivors) throw refused('Too few survived the round');
    return (client) =>
      alive(client)
        ? { ...this.#head, kind: 'survivors', count, peers: client.peers.filter(alive).map((peer) => peer.client) }
        : undefined;
  }

  #answers(answer: (client: Client) => ServerMessage | undefined): Map<string, ServerMessage> {
    const answers = [...this.#clients].map(([name, client]) => [name, answer(client)] as const);
    return new Map(answers.filter((entry): entry is [string, ServerMessage] => entry[1] !== undefined));
  }

  #takeUnmasking(client: Client, message: ClientMessage): void {
    once(client.told);
    const { selfMasks, maskingKeys } = contentOf('unmasking', message);
    const told = { selfMasks: byName(selfMasks), maskingKeys: byName(maskingKeys) };
    const alive = client.peers.filter(({ sealed, masked }) => sealed && masked);
    const dropped = client.peers.filter(({ sealed, masked }) => sealed && !masked);
    if (!client.masked || !isOf(told.selfMasks, alive) || !isOf(told.maskingKeys, dropped)) {
      throw refused('A client tells shares of others than it was asked for');
    }
    client.told = told;
  }

  async #maskingKeyOf(dropped: Client): Promise<CryptoKey> {
    const number = await this.#reveal(dropped, 'maskingKeys');
    try {
      return await keyOfNumber(number, dropped.masking);
    } catch (cause) {
      throw refused('Shares of a masking key do not fit together', cause);
    }
  }

  /** A secret of which enough peers told a share. */
  async #reveal({ client, peers }: Client, of: 'selfMasks' | 'maskingKeys'): Promise<Bytes> {
    const shares = peers.flatMap(({ told }) => told?.[of].get(client) ?? []).slice(0, this.#threshold);
    if (shares.length < this.#threshold) throw refused('Too few clients helped to unmask the sum');
    try {
      return (await combine(shares)) as Bytes;
    } catch (cause) {
      throw refused('Shares of a secret do not fit together', cause);
    }
  }
}

function takeShares(client: Client, message: ClientMessage): void {
  once(client.sealed);
  const { commitment, sealed } = contentOf('shares', message);
  const shares = new Map(sealed.map(({ to, sealed }) => [to, sealed]));
  if (shares.size < sealed.length || !isOf(shares, client.peers))
    throw refused('A client shares with others than its peers');
  client.commitment = commitment;
  client.sealed = shares;
}

function once(known: unknown): void {
  if (known !== undefined) throw refused('A message comes twice');
}

const byName = (shares: readonly { of: string; share: Bytes }[]): Map<string, Bytes> =>
  new Map(shares.map(({ of, share }) => [of, share]));

/** Whether there is one entry for each of these clients, and no other. */
function isOf(entries: ReadonlyMap<string, unknown>, clients: readonly Client[]): boolean {
  return entries.size === clients.length && clients.every(({ client }) => entries.has(client));
}
