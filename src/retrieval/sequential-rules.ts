import * as v from 'valibot';
import type { PackSection } from '../pack/pack.ts';
import { checkItems, checkNotNegative, checkOffsets, readOptions, readTensor } from '../pack/section.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { ScoreBoard } from './score-board.ts';

const RulesOptions = v.object({
  /** Distinct latest items of the history that speak. */
  last: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  /** Weight of each further one back: `decay ** age`. */
  decay: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  /** Only the running session speaks, where it has begun. */
  session: v.boolean(),
});
export type RulesOptions = v.InferOutput<typeof RulesOptions>;

/**
 * Sequential rules: what shoppers went on to after an item (Kamehkhosh, Jannach & Ludewig, "A comparison of frequent
 * pattern techniques and a deep learning method for session-based recommendation", 2017). Ours besides: several of the
 * latest items speak, the newest loudest. How the rules' weights come about: `fit-rules.ts`.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSequentialRules(section: PackSection, items: number): CandidateSource {
  const options = readOptions(section, RulesOptions);
  const offsets = readTensor(section, 'offsets', [Uint32Array], [items + 2]);
  const heads = readTensor(section, 'items', [Uint16Array, Uint32Array], [-1]);
  const weights = readTensor(section, 'weights', [Uint8Array], [heads.length]);
  const scales = readTensor(section, 'scales', [Float32Array], [items + 1]);
  checkOffsets('rules/offsets', offsets, heads.length);
  checkItems('rules/items', heads, items);
  checkNotNegative('rules/scales', scales);
  const board = new ScoreBoard(items, options.last);

  return {
    name: 'rules',
    retrieve(context, limit) {
      const positions = latestItems(context, items, options);
      if (positions.length === 0) return NO_CANDIDATES;
      positions.forEach((position, age) => {
        const item = context.items[position];
        const scale = scales[item] * options.decay ** age;
        for (let rule = offsets[item]; rule < offsets[item + 1]; rule++) {
          board.add(heads[rule], weights[rule] * scale, age);
        }
      });
      return board.take(context, limit, positions);
    },
  };
}
