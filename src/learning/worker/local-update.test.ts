import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FederatedTask, LedgerEntry, UpdateRequest } from '../../contract/federated.ts';
import { writePack } from '../../pack/pack-file.ts';
import type { Compute } from '../compute/backend.ts';
import { openCompute } from '../compute/testing/open-compute.ts';
import { Aggregator } from '../federated/aggregator.ts';
import { decode } from '../federated/fixed-point.ts';
import { type LocalTraining, prepareUpdate } from '../federated/prepare-update.ts';
import { taskOf } from '../federated/testing/run-round.ts';
import { AttentionModel } from '../models/attention.ts';
import { joinSequences } from '../training/sequences.ts';
import { localUpdate } from './local-update.ts';

const ITEMS = 12;
const IDS = Array.from({ length: ITEMS }, (_, i) => `p${i + 1}`);
const OPTIONS = { width: 8, blocks: 1, longest: 10, dropout: 0, negatives: 0, averaging: 0 };
/** Everyone goes from each product to the next one. */
const walk = (from: number, length: number): number[] => Array.from({ length }, (_, i) => 1 + ((from + i) % ITEMS));

let compute: Compute;
let pack: Uint8Array<ArrayBuffer>;
let task: FederatedTask;
let section: ReturnType<AttentionModel['save']>;
beforeAll(async () => {
  compute = await openCompute('cpu');
  const model = new AttentionModel(OPTIONS);
  const sequences = joinSequences(Array.from({ length: 20 }, (_, i) => walk(i * 5, 4)));
  for await (const _ of model.fit({ items: ITEMS, sequences }, { epochs: 1, seed: 1, patience: 1 }));
  section = model.save();
  model.dispose();
  const manifest = {
    created: '2026-01-01T00:00:00Z',
    unit: 'visitor' as const,
    minShoppers: 1,
    weights: {},
    metrics: {},
  };
  pack = writePack({ manifest, productIds: IDS, sections: { attention: section } });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pack));
  task = taskOf({
    pack: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    weights: ['norm.gain', '0.output.weights'],
    steps: 3,
    clippingNorm: 0.5,
    noiseMultiplier: 1,
    resolution: 2 ** 16,
    cohort: 3,
    survivors: 3,
  });
});
afterAll(() => compute.close());

const training: LocalTraining = {
  backend: 'cpu',
  train: ({ weights, steps, learningRate }, section, own) =>
    localUpdate({ section, own, weights, steps, learningRate, seed: 1 }),
};
const historyOf = (rows: readonly number[]): UpdateRequest['history'] =>
  rows.map((row) => ({ name: 'view_item', product: IDS[row - 1], session: 1 }));
const request = (changes: Partial<UpdateRequest> = {}): UpdateRequest => ({
  call: 'one',
  script: '',
  pack: pack.buffer,
  history: historyOf(walk(0, 8)),
  task,
  budget: { epsilon: 8, delta: 1e-5 },
  ledger: [],
  ...changes,
});

test('what one shopper adds makes their history likelier, and moves no item vector', async () => {
  const own = joinSequences([walk(3, 9)]);
  const weights = ['norm.gain', '0.output.weights', '0.up.weights'];
  const change = await localUpdate({ section, own, weights, steps: 10, learningRate: 0.5, seed: 1 });
  const model = new AttentionModel(section.options);
  model.load(section);
  const histories = joinSequences(
    walk(3, 9)
      .map((_, i, all) => all.slice(0, i))
      .slice(1),
  );
  const targets = Int32Array.from(walk(3, 9).slice(1));
  const before = (await model.measure(histories, targets)).loss;
  let at = 0;
  for (const name of weights) {
    const { data } = model.weights()[name];
    for (let i = 0; i < data.length; i++) data[i] += change[at++];
  }
  expect(at).toBe(change.length);
  expect((await model.measure(histories, targets)).loss).toBeLessThan(before);
  model.dispose();
});

test.each([[['items']], [['norm.gain', 'no such weight']], [['__proto__']]])(
  'the weights %j are refused',
  async (weights) => {
    const local = { section, own: joinSequences([walk(0, 6)]), weights, steps: 1, learningRate: 0.1, seed: 1 };
    await expect(localUpdate(local)).rejects.toMatchObject({
      code: 'federated-refused',
      remedy: expect.stringMatching(/./),
    });
  },
);

test("three browsers' updates give the server their sum: that of what each computed, but for the noise", async () => {
  const histories = [walk(0, 8), walk(4, 9), walk(7, 7)];
  const exact = await Promise.all(
    histories.map((rows) =>
      localUpdate({ section, own: joinSequences([rows]), weights: task.weights, steps: 3, learningRate: 5, seed: 1 }),
    ),
  );
  // Hardly any noise: so that the sum shows the updates.
  const quiet = { ...task, noiseMultiplier: 0.001, learningRate: 5 };
  const aggregator = new Aggregator(quiet, exact[0].length);
  const updates = await Promise.all(
    histories.map((rows) =>
      prepareUpdate(
        request({ task: quiet, history: historyOf(rows), budget: { epsilon: 1e9, delta: 1e-5 } }),
        training,
      ),
    ),
  );
  let messages = updates.map(({ prepared }) => prepared.message);
  for (let phase = 0; phase < 4; phase++) {
    for (const message of messages) await aggregator.receive(message);
    const answers = aggregator.next();
    const next = await Promise.all(updates.map(({ steps }, i) => steps.next(answers.get(messages[i].client))));
    expect(next.every(({ done }) => done === (phase === 3))).toBe(true);
    if (phase < 3) messages = next.map(({ value }) => value!);
  }
  const { sum, survivors } = await aggregator.sum();
  const mean = decode(sum, survivors.length, quiet);
  const clipped = exact.map((update) => {
    const length = Math.hypot(...update);
    return update.map((value) => value * Math.min(1, quiet.clippingNorm / length));
  });
  for (const [i, value] of mean.entries()) {
    expect(Math.abs(value - clipped.reduce((all, update) => all + update[i] / 3, 0))).toBeLessThan(0.005);
  }
  expect(Math.hypot(...mean)).toBeGreaterThan(0.05);
}, 60_000);

test('the ledger refuses what goes past the budget: ε adds up over updates', async () => {
  const noisy = { ...task, noiseMultiplier: 2 };
  const spent: number[] = [];
  const ledger: LedgerEntry[] = [{ noiseMultiplier: 2, updates: 0 }];
  const ask = () => prepareUpdate(request({ task: noisy, ledger: ledger[0].updates === 0 ? [] : ledger }), training);
  for (;;) {
    const made = await ask().catch((thrown) => thrown);
    if (!('prepared' in made)) {
      expect(made).toMatchObject({ code: 'privacy-budget', remedy: expect.stringContaining('noiseMultiplier') });
      break;
    }
    spent.push(made.prepared.epsilon);
    ledger[0].updates++;
  }
  expect(spent.length).toBeGreaterThan(3);
  expect(spent).toEqual(spent.toSorted((a, b) => a - b));
  expect(spent[spent.length - 1]).toBeLessThanOrEqual(8);
  // Updates with other noise count too.
  const mixed = [
    { noiseMultiplier: 2, updates: 1 },
    { noiseMultiplier: 0.5, updates: 1 },
  ];
  await expect(prepareUpdate(request({ task: noisy, ledger: mixed }), training)).rejects.toMatchObject({
    code: 'privacy-budget',
  });
}, 60_000);

test.each<[string, () => Partial<UpdateRequest>, string]>([
  ['another pack', () => ({ task: { ...task, pack: 'b'.repeat(64) } }), 'federated-refused'],
  ['no task', () => ({ task: null }), 'federated-refused'],
  ['a short history', () => ({ history: historyOf(walk(0, 3)) }), 'nothing-to-train'],
  [
    'a damaged pack',
    () => ({
      pack: new ArrayBuffer(8),
      task: { ...task, pack: 'af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc' },
    }),
    'pack-corrupt',
  ],
  ['a pack that is not there', () => ({ pack: 'http://localhost:1/pack' }), 'pack-unreachable'],
])('%s is refused', async (_, changes, code) => {
  await expect(prepareUpdate(request(changes()), training)).rejects.toMatchObject({ code });
});

test('of a long history the newest thousand interests are learned from', async () => {
  let read = 0;
  const counting: LocalTraining = {
    backend: 'cpu',
    train: async (_, __, own) => {
      read = own.items.length;
      expect(own.offsets[0]).toBe(0);
      expect(own.offsets[own.offsets.length - 1]).toBe(read);
      return new Float32Array(3);
    },
  };
  await prepareUpdate(request({ history: historyOf(walk(0, 2_500)) }), counting);
  expect(read).toBe(1_000);
});
