import type { SampleRows } from '../adversarial/quality.ts';
import type { Pixels } from './picture-set.ts';

/** Cells a side that a picture is looked at in. */
const CELLS = 4;

/** Numbers that `pictureFeatures` gives for one picture. */
export const featureWidth = (channels: number): number => 2 * CELLS * CELLS * channels;

/**
 * What a picture looks like in few numbers: mean and deviation of each channel in each of 4 × 4 cells, 0…1. A measure that
 * is no net's, so that none can be trained to please it.
 */
export function pictureFeatures({ size, channels, pixels }: Pixels): SampleRows {
  const width = featureWidth(channels);
  const count = pixels.length / (size * size * channels);
  const cell = size / CELLS;
  const data = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const sums = data.subarray(i * width, i * width + width / 2);
    const squares = data.subarray(i * width + width / 2, (i + 1) * width);
    for (let y = 0, at = i * size * size * channels; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const place = (Math.floor(y / cell) * CELLS + Math.floor(x / cell)) * channels;
        for (let channel = 0; channel < channels; channel++, at++) {
          const value = pixels[at] / 255;
          sums[place + channel] += value / (cell * cell);
          squares[place + channel] += (value * value) / (cell * cell);
        }
      }
    }
    for (let at = 0; at < sums.length; at++) squares[at] = Math.sqrt(Math.max(0, squares[at] - sums[at] ** 2));
  }
  return { data, width };
}
