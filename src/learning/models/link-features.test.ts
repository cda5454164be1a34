import { expect, test } from 'vitest';
import { LINK_FEATURES, type Link, LinkFeatures } from './link-features.ts';
import { visitorItems } from './visitor-items.ts';

test('of two visitors, by hand', () => {
  // 0 – 1, 0 – 2, 1 – 3, 2 – 3, 3 – 4: visitors 0 and 3 share 1 and 2; 0 reaches 4 by two ways of three steps.
  const links: Link[] = [
    [0, 1],
    [2, 0],
    [1, 3],
    [2, 3],
    [3, 4],
  ];
  const visits = [[1, 2], [3], [], [2, 4], [1, 2]];
  const offsets = Int32Array.from({ length: 6 }, (_, i) => visits.slice(0, i).flat().length);
  const items = visitorItems({ items: Int32Array.from(visits.flat()), offsets }, 4);
  const features = new LinkFeatures(links, items, Float32Array.of(1, 0, 0, 2, 0, 0, 3, 3, -1, 0));
  const named = (link: Link) => Object.fromEntries(features.of(link).map((value, i) => [LINK_FEATURES[i], value]));
  const near = named([0, 3]);
  expect(near['common-neighbours']).toBeCloseTo(Math.log(3), 9);
  expect(near['adamic-adar']).toBeCloseTo(Math.log1p(2 / Math.log(2)), 9);
  expect(near['resource-allocation']).toBeCloseTo(Math.log(2), 9);
  expect(near['preferential-attachment']).toBeCloseTo(Math.log(3) + Math.log(4), 9);
  expect(near['paths-of-three']).toBe(0);
  expect(near['shared-items']).toBeCloseTo(Math.log1p(1 / Math.log(4)), 9);
  expect(near['item-cosine']).toBeCloseTo(0.5, 9);
  expect(near['vector-cosine']).toBeCloseTo(Math.SQRT1_2, 6);
  const far = named([4, 0]);
  expect(far['common-neighbours']).toBe(0);
  expect(far['paths-of-three']).toBeCloseTo(Math.log(3), 9);
  expect(far['item-cosine']).toBeCloseTo(1, 9);
  expect(far['vector-cosine']).toBeCloseTo(-1, 6);
  expect(named([2, 1])['item-cosine']).toBe(0);
  expect(features.of([3, 0])).toEqual(features.of([0, 3]));
});
