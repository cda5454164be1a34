import type { TrainedBehaviour } from '../../../learning/generators/behaviour/behaviour-generator.ts';
import { Random } from '../../../learning/training/random.ts';
import { restoreVectors } from '../../../pack/sections/vectors.ts';
import { itemGroups } from '../../evaluation/item-groups.ts';

/** Groups of items whose transitions are compared. */
const GROUPS = 20;

/** Groups of items that the generator's vectors put together. */
export function groupsOf({ section, items }: TrainedBehaviour, seed: number): Int32Array {
  const width = Number(section.options.width);
  const random = new Random(seed, 2);
  const vectors = restoreVectors(section, width).data.subarray(0, (items + 1) * width);
  return itemGroups(vectors, width, Math.min(GROUPS, items), () => random.unit());
}
