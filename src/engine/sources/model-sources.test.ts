import { beforeAll, describe, expect, test } from 'vitest';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { Als } from '../../learning/models/als.ts';
import { Autoencoder } from '../../learning/models/autoencoder.ts';
import { LightGcn } from '../../learning/models/lightgcn.ts';
import type { Model } from '../../learning/models/model.ts';
import { PureSvd } from '../../learning/models/pure-svd.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { CandidateSource, VisitorContext } from './candidate-source.ts';
import { createAls } from './further/als.ts';
import { createAutoencoder } from './further/autoencoder.ts';
import { createLightGcn } from './further/lightgcn.ts';
import { createSvd } from './further/svd.ts';
import { wholeAnswer } from './testing/whole-answer.ts';

const ITEMS = 30;

interface Twins {
  create(): Model;
  serve(section: PackSection, items: number): CandidateSource;
  /** The evidence of a candidate against that of the best, from the model's scores of both. */
  evidence(score: number, best: number): number;
  /** Damages that its reader must refuse, beside those that all must. */
  damages: Record<string, (broken: PackSection) => void>;
}

const TWINS: Record<string, Twins> = {
  als: {
    create: () => new Als({ width: 8 }),
    serve: createAls,
    evidence: (score, best) => (score / best) ** 4,
    damages: { 'no Gram matrix': ({ tensors }) => delete tensors.gram },
  },
  svd: {
    create: () => new PureSvd({ width: 8 }),
    serve: createSvd,
    evidence: (score, best) => (score / best) ** 4,
    damages: { 'no weights to read with': ({ tensors }) => delete tensors.reading },
  },
  lightgcn: {
    create: () => new LightGcn({ width: 8, negatives: 10, batchTokens: 64, learningRate: 0.03 }),
    serve: createLightGcn,
    evidence: (score, best) => (score / best) ** 4,
    damages: { 'no weights to read with': ({ tensors }) => delete tensors.reading },
  },
  autoencoder: {
    create: () => new Autoencoder({ width: 8, hidden: 8, negatives: 10, batchTokens: 64, learningRate: 0.03 }),
    serve: createAutoencoder,
    evidence: (score, best) => Math.exp(score - best),
    damages: { 'no vectors to read with': ({ tensors }) => delete tensors.read },
  },
};

beforeAll(async () => {
  await openCompute('cpu');
});

function visitor(items: number[], absent: number[] = []): VisitorContext {
  const allowed = new Bitset(ITEMS + 1);
  for (let row = 1; row <= ITEMS; row++) if (!absent.includes(row)) allowed.add(row);
  return { items: Int32Array.from(items), names: items.map(() => 'view_item'), sessionStart: 0, allowed };
}

const HISTORIES = [[4], [4, 5, 6], [1, 2, 3, 2, 1], [9, 9, 8, 3, 20, 21, 22]];

describe.each(Object.entries(TWINS))('%s, served without tensors', (name, { create, serve, evidence, damages }) => {
  let section: PackSection;

  beforeAll(async () => {
    const walks = Array.from({ length: 60 }, (_, i) => Array.from({ length: 5 }, (_, k) => 1 + ((i * 7 + k) % ITEMS)));
    const offsets = Int32Array.from({ length: walks.length + 1 }, (_, i) => i * 5);
    const sequences = { items: Int32Array.from(walks.flat()), offsets };
    const model = create();
    for await (const _ of model.fit({ items: ITEMS, sequences }, { epochs: 8, seed: 1, patience: 9 }));
    section = model.save();
  });

  test.each(HISTORIES.map((history) => [history]))('ranks like the model it was saved from: %j', async (history) => {
    const model = create();
    model.load(section);
    const sessions = { items: Int32Array.from(history), offsets: Int32Array.of(0, history.length) };
    const everyItem = Int32Array.from({ length: ITEMS }, (_, i) => i + 1);
    const expected = await model.score(sessions, everyItem);
    const { items, scores } = serve(section, ITEMS).retrieve(visitor(history), ITEMS);
    expect(items.length).toBeGreaterThan(2);
    const best = Math.max(...expected);
    items.forEach((item, i) => {
      expect(Math.abs(scores[i] / scores[0] - evidence(expected[item - 1], best))).toBeLessThan(5e-3);
    });
  });

  test('the answer does not depend on what was asked before, nor on which code scores', async () => {
    const used = serve(section, ITEMS);
    for (const pass of ['plain', 'accelerated']) {
      for (const history of [...HISTORIES, ...HISTORIES.toReversed()]) {
        const fresh = wholeAnswer(serve(section, ITEMS), visitor(history), 7);
        expect(wholeAnswer(used, visitor(history), 7), pass).toEqual(fresh);
      }
      await used.accelerate?.();
    }
  });

  test('only allowed items are candidates; products that the pack does not have are passed over', () => {
    const source = serve(section, ITEMS);
    expect(source.name).toBe(name);
    const { items, because } = source.retrieve(visitor([4, 99, 5, 0], [5, 6]), 100);
    expect(new Set(items).size).toBe(items.length);
    for (const absent of [0, 5, 6, 99]) expect(items).not.toContain(absent);
    for (const place of items.keys()) expect([0, 2]).toContain(because(place));
    expect([...source.retrieve(visitor([4, 5]), 5).items]).toEqual([...source.retrieve(visitor([4, 99, 5]), 5).items]);
    expect(source.retrieve(visitor([]), 5).items).toHaveLength(0);
    expect(source.retrieve(visitor([99]), 5).items).toHaveLength(0);
  });

  test.each(
    Object.entries({
      'a missing tensor': ({ tensors }: PackSection): unknown => delete tensors.items,
      'a tensor of another shape': ({ tensors }: PackSection): unknown =>
        (tensors.scales = { shape: [1], data: tensors.scales.data }),
      'an option that is no number': ({ options }: PackSection): unknown => (options.decay = 'much'),
      ...damages,
    }),
  )('refuses %s', (_, damage) => {
    const broken = structuredClone(section);
    damage(broken);
    expect(() => serve(broken, ITEMS)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  });
});
