import { VitrineError } from '../../contract/errors.ts';
import type {
  ClientMessage,
  FederatedTask,
  LedgerEntry,
  PreparedUpdate,
  PrivacyBudget,
  UpdateRequest,
} from '../../contract/federated.ts';
import type { Sequences } from '../../contract/sequences.ts';
import { gatherOwn } from '../../pack/own-sequences.ts';
import type { PackPart } from '../../pack/pack.ts';
import { PackReader } from '../../pack/pack-file.ts';
import { guaranteeOf } from '../privacy/renyi-accountant.ts';
import { addNoise, encode } from './fixed-point.ts';
import { digestOf, hexOf } from './key-pairs.ts';
import { readTask } from './read-task.ts';
import { refused } from './refused.ts';
import { secureAggregation } from './secure-aggregation.ts';

/** Of a history, the newest interests are learned from: all of them are in one batch. */
const MOST_ITEMS = 1_000;

/** What the thread that trains lends: the gradient steps themselves. */
export interface LocalTraining {
  /** The change of the task's weights, in their order. */
  train(task: FederatedTask, section: PackPart['sections'][string], own: Sequences): Promise<Float32Array>;
  backend: string;
}

/** An update, and the steps by which it is told: `next` takes the server's answer and gives the next message. */
export interface Update {
  prepared: PreparedUpdate;
  steps: AsyncGenerator<ClientMessage, void, unknown>;
}

/**
 * Computes one visitor's update, as the task asks for it: gradient steps on their history, shortened, in fixed point and with
 * noise, under the masks of secure aggregation. Nothing is told before the first message is sent.
 * @throws VitrineError `federated-refused`, `privacy-budget`, `nothing-to-train`, `no-encryption`, `pack-…`, `diverged`
 */
export async function prepareUpdate(request: UpdateRequest, { train, backend }: LocalTraining): Promise<Update> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new VitrineError('no-encryption', 'This page cannot hide an update.', { remedy: 'Serve it over HTTPS.' });
  }
  const task = readTask(request.task);
  const epsilon = spend(request.ledger, task, request.budget);
  const pack = await readPack(request.pack, task);
  const section = pack.sections.attention;
  if (section === undefined) {
    throw new VitrineError('nothing-to-train', 'There is no attention model.', {
      remedy: 'Load a pack that was trained with one.',
    });
  }
  const own = newest(gatherOwn(request.history, pack, { itemOf: (id) => pack.ids.numberOf(id) + 1 }));
  const vector = addNoise(encode(await train(task, section, own), task), task);
  const steps = secureAggregation(vector, task);
  const { value: message } = (await steps.next()) as IteratorYieldResult<ClientMessage>;
  const { round, noiseMultiplier } = task;
  return { prepared: { message, round, noiseMultiplier, epsilon, backend }, steps };
}

/**
 * ε of all updates so far and of this one. Taking part is certain for whom it happens to: sampling, which only the server knows
 * of, makes nothing more private here.
 * @throws VitrineError `privacy-budget`
 */
function spend(
  ledger: readonly LedgerEntry[],
  { noiseMultiplier }: FederatedTask,
  { epsilon: most, delta }: PrivacyBudget,
): number {
  const mechanisms = [...ledger, { noiseMultiplier, updates: 1 }].map(({ noiseMultiplier: noise, updates }) => ({
    sampling: 1,
    noise,
    steps: updates,
  }));
  const { epsilon } = guaranteeOf(mechanisms, delta);
  if (epsilon <= most) return epsilon;
  const spent = ledger.length === 0 ? 0 : guaranteeOf(mechanisms.slice(0, -1), delta).epsilon;
  throw new VitrineError(
    'privacy-budget',
    `With this update ε would be ${epsilon.toFixed(2)}; the budget is ${most}, of which ${spent.toFixed(2)} is spent.`,
    { remedy: 'Take no part any more, or in rounds with a higher `noiseMultiplier`.' },
  );
}

/** @throws VitrineError `pack-…`, `federated-refused` where it is not the task's pack */
async function readPack(source: string | ArrayBuffer, task: FederatedTask): Promise<PackPart> {
  const bytes = new Uint8Array(typeof source === 'string' ? await fetchPack(source) : source);
  if (hexOf(await digestOf(bytes)) !== task.pack)
    throw refused('The task is for another pack than the shop has loaded');
  const reader = new PackReader();
  reader.push(bytes);
  return reader.end();
}

async function fetchPack(address: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throw new VitrineError('pack-unreachable', `The pack at ${address} could not be fetched: ${String(cause)}`, {
      remedy: 'Check the address, and that its server allows this page to read it (CORS).',
      cause,
    });
  }
}

function newest({ items, offsets }: Sequences): Sequences {
  const from = Math.max(0, items.length - MOST_ITEMS);
  const kept = offsets.filter((offset, i) => offset > from || i === offsets.length - 1);
  return { items: items.subarray(from), offsets: Int32Array.of(0, ...kept.map((offset) => offset - from)) };
}
