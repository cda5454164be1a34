import type { Sequences } from '../contract/neural.ts';
import type { PackSection, Tensor } from '../pack/pack.ts';
import { readTensor } from '../pack/section.ts';

/** How widely items are met: of all time, in the last tenth of what the pack was counted from, and in its last fiftieth. */
export const ERAS = [1, 0.1, 0.02] as const;

/** Steps of a logarithm in the pack: a byte holds ln(1 + count) up to counts of eight millions. */
const STEPS = 16;
const LARGEST = 255;

/** `ln(1 + interactions)` of each item in each era. */
export class ItemPopularity {
  /** @param logs [eras, items + 1], in `1 / STEPS` */
  private constructor(
    private readonly logs: Uint8Array,
    private readonly rows: number,
  ) {}

  /**
   * Counts interactions.
   * @param times parallel to `sequences.items`, in any unit; `null` where it is not known what was when: then all eras
   * but the first are empty
   * @param items rows of the pack
   */
  static count(sequences: Sequences, times: Float64Array | null, items: number): ItemPopularity {
    const rows = items + 1;
    const logs = new Uint8Array(ERAS.length * rows);
    const sorted = times?.toSorted();
    ERAS.forEach((share, era) => {
      if (share < 1 && sorted === undefined) return;
      const since = sorted?.[Math.floor(sorted.length * (1 - share))] ?? 0;
      const counts = new Uint32Array(rows);
      sequences.items.forEach((item, at) => {
        if (times === null || times[at] >= since) counts[item]++;
      });
      counts.forEach((count, item) => {
        logs[era * rows + item] = Math.min(LARGEST, Math.round(STEPS * Math.log1p(count)));
      });
    });
    return new ItemPopularity(logs, rows);
  }

  /** @throws VitrineError `pack-corrupt` */
  static read(section: PackSection): ItemPopularity {
    const logs = readTensor(section, 'popularity', [Uint8Array], [ERAS.length, -1]);
    return new ItemPopularity(logs, logs.length / ERAS.length);
  }

  toTensor(): Tensor {
    return { shape: [ERAS.length, this.rows], data: this.logs };
  }

  /** `ln(1 + interactions)`; 0 for products that the pack does not know. */
  of(item: number, era: number): number {
    return item < this.rows ? this.logs[era * this.rows + item] / STEPS : 0;
  }
}
