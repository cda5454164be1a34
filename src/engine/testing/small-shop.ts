import type { BySource } from '../../contract/recommendation.ts';
import type { Pack, PackSection } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { fitSessionKnn } from '../../trainer/fit/knn.ts';
import { fitPopular } from '../../trainer/fit/popular.ts';
import { fitSequentialRules } from '../../trainer/fit/rules.ts';

/** The pack's products are items 1…6. `gone` is in no feed any more. */
const PACKED = ['tea', 'pot', 'cup', 'lamp', 'bulb', 'gone'];
export const FEED = ['new', 'bulb', 'lamp', 'cup', 'pot', 'tea'].map((id) => ({ id, title: `The ${id}` }));

/** Tea is followed by a pot, the pot by a cup; a lamp by a bulb; `gone` by a lamp. Tea is what most shoppers had. */
export const SESSIONS = [
  [1, 2, 3],
  [1, 2, 3],
  [1, 2],
  [4, 5],
  [4, 5],
  [6, 4],
  [1, 3],
];
const sequences = {
  items: Int32Array.from(SESSIONS.flat()),
  offsets: Int32Array.of(0, 3, 6, 8, 10, 12, 14, 16),
};
const shoppers = Int32Array.from(SESSIONS.keys());

/** An untrained encoder of the smallest size: its answers are of no use, and change when its weights do. */
export function attentionSection(): PackSection {
  const width = 2;
  const number = (shape: number[], value = 0.1) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value * (1 + (i % 3))),
  });
  const tensors: PackSection['tensors'] = {
    items: { shape: [7, width], data: Int8Array.from([0, 0, 90, 10, 80, 30, 70, 50, 10, 90, 30, 80, 50, 70]) },
    scales: { shape: [7], data: new Float32Array(7).fill(0.01) },
    positions: number([8, width]),
  };
  for (const name of ['norm', '0.attentionNorm', '0.feedNorm']) {
    tensors[`${name}.gain`] = number([width], 1);
    tensors[`${name}.bias`] = number([width], 0);
  }
  for (const name of ['query', 'key', 'value', 'output', 'up', 'down']) {
    tensors[`0.${name}.weights`] = number([width, width]);
    tensors[`0.${name}.bias`] = number([width]);
  }
  return { options: { width, blocks: 1, heads: 1, expansion: 1, longest: 8, epsilon: 1e-3 }, tensors };
}

export const COUNTED: Pack['sections'] = {
  rules: fitSequentialRules(sequences, shoppers, 6, {
    last: 5,
    decay: 0.5,
    session: false,
    window: 5,
    backward: 0,
    rowPower: 0.5,
    distancePower: 1,
    top: 10,
    minShoppers: 1,
  }),
  knn: fitSessionKnn(sequences, 6, {
    last: 5,
    decay: 0.7,
    session: false,
    recent: 100,
    neighbours: 10,
    lengthPower: 0,
    sharpness: 1,
    distancePower: 0.5,
    backward: 0.5,
  }),
  popular: fitPopular(sequences, null, 6, { recentShare: 0, halfLife: 7 }),
};

export function packOf(
  sections: Pack['sections'],
  weights: BySource,
  more: Partial<Pack['manifest']> = {},
): ArrayBuffer {
  const manifest = {
    created: '2026-01-02T03:04:05.000Z',
    unit: 'visitor',
    minShoppers: 1,
    weights,
    metrics: {},
    ...more,
  } as const;
  return writePack({ manifest, productIds: PACKED, sections }).buffer;
}
export const COUNTS = packOf(COUNTED, { rules: 1, knn: 0.5, popular: 0.01 });
export const NEURAL = packOf({ ...COUNTED, attention: attentionSection() }, { attention: 1 });
