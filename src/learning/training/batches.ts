import type { Sequences } from '../../contract/sequences.ts';
import type { Random } from './random.ts';

/** Windows of one padded length: position `p` of window `w` is at `w * length + p`. Padding is at the end. */
export interface Batch {
  rows: number;
  length: number;
  /** [rows, length] */
  inputs: Int32Array;
  /** The item to predict at each position; 0 where there is none. [rows, length] */
  targets: Int32Array;
}

export interface BatchOptions {
  /** Longest window: length of the position table. */
  readonly longest: number;
  /** Positions in a batch, padding included. */
  readonly batchTokens: number;
  /** Standard deviation, in positions, of noise added to the order of a sequence before it is read. */
  readonly jitter: number;
  /** Chance that the item to predict is one position further on; applied again and again. */
  readonly lookAhead: number;
  /** Chance that an item is left out of a sequence. */
  readonly omit: number;
}

/** The sequence with some items left out and the rest in an order disturbed by noise. */
function disturb(items: Int32Array, options: BatchOptions, random: Random): Int32Array {
  let kept = items;
  if (options.omit > 0) {
    const chosen = items.filter(() => random.unit() >= options.omit);
    if (chosen.length > 1) kept = chosen;
  }
  if (options.jitter === 0) return kept;
  const keys = Float64Array.from(kept, (_, i) => i + random.normal() * options.jitter);
  const order = Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b]);
  return Int32Array.from(order, (i) => kept[i]);
}

/** Cuts every sequence into windows of at most `longest` predictions, the newest items in a full window. */
function windowsOf(
  sequences: Sequences,
  options: BatchOptions,
  random: Random,
): { input: Int32Array; target: Int32Array }[] {
  const windows: { input: Int32Array; target: Int32Array }[] = [];
  for (let s = 0; s + 1 < sequences.offsets.length; s++) {
    const items = disturb(sequences.items.subarray(sequences.offsets[s], sequences.offsets[s + 1]), options, random);
    const target = new Int32Array(Math.max(0, items.length - 1));
    for (let p = 0; p < target.length; p++) {
      let ahead = p + 1;
      while (ahead + 1 < items.length && random.unit() < options.lookAhead) ahead++;
      target[p] = items[ahead];
    }
    for (let end = target.length; end > 0; end -= options.longest) {
      const start = Math.max(0, end - options.longest);
      windows.push({ input: items.subarray(start, end), target: target.subarray(start, end) });
    }
  }
  return windows;
}

/**
 * One epoch of batches in random order. Windows of about the same length share a batch, so that little of it is padding.
 */
export function batchesOf(sequences: Sequences, options: BatchOptions, random: Random): Batch[] {
  const windows = random.shuffle(windowsOf(sequences, options, random));
  windows.sort((a, b) => a.input.length - b.input.length);
  const batches: Batch[] = [];
  for (let end = windows.length; end > 0; ) {
    const length = windows[end - 1].input.length;
    const rows = Math.min(end, Math.max(1, Math.floor(options.batchTokens / length)));
    const inputs = new Int32Array(rows * length);
    const targets = new Int32Array(rows * length);
    for (let row = 0; row < rows; row++) {
      const window = windows[end - rows + row];
      inputs.set(window.input, row * length);
      targets.set(window.target, row * length);
    }
    batches.push({ rows, length, inputs, targets });
    end -= rows;
  }
  return random.shuffle(batches);
}
