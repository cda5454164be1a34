import { windowStart } from '../../contract/history-window.ts';
import type { Sequences } from '../../contract/sequences.ts';
import { tidy } from '../compute/tensors.ts';
import { inputScale } from './sequence-encoder.ts';
import type { SequenceNet } from './sequence-net.ts';
import { StateScores } from './state-scores.ts';

/**
 * Calls back with the scores of `vectors` for each history, in an order of its own.
 *
 * @param vectors of the candidates, [candidates, width]
 * @param use `scores` [candidates] may be changed after it returns; zeros for an empty history
 */
export async function scoreHistories(
  net: SequenceNet,
  { items, offsets }: Sequences,
  vectors: Float32Array,
  use: (history: number, scores: Float32Array) => void,
): Promise<void> {
  const { width, longest } = net.encoder;
  const candidates = vectors.length / width;
  const windows = Array.from({ length: offsets.length - 1 }, (_, history) => {
    const all = items.subarray(offsets[history], offsets[history + 1]);
    return { history, window: all.subarray(windowStart(all.length, longest)) };
  }).sort((a, b) => a.window.length - b.window.length);
  const scoring = new StateScores(vectors, width);
  try {
    for (let start = 0; start < windows.length; start += scoring.together) {
      const part = windows.slice(start, start + scoring.together);
      const states = await lastStates(
        net,
        part.map(({ window }) => window),
      );
      const scores = await scoring.of(states); // [part, candidates]
      part.forEach(({ history }, i) => {
        use(history, scores.subarray(i * candidates, (i + 1) * candidates));
      });
    }
  } finally {
    scoring.dispose();
  }
}

/** The state after the last item of each window; zeros for an empty one. @returns [windows, width] */
async function lastStates(net: SequenceNet, windows: readonly Int32Array[]): Promise<Float32Array> {
  const { width } = net.encoder;
  const last = new Float32Array(windows.length * width);
  const length = Math.max(...windows.map((window) => window.length));
  if (length === 0) return last;
  const inputs = new Int32Array(windows.length * length);
  windows.forEach((window, i) => {
    inputs.set(window, i * length);
  });
  const result = tidy(() => {
    const x = net.itemTensor(inputs, inputScale(width)); // [windows · length, width]
    return net.encoder.encode(x, windows.length, length, net.encoderTensors(length), (x) => x);
  });
  const states = await result.data();
  result.dispose();
  windows.forEach((window, i) => {
    if (window.length === 0) return;
    const end = (i * length + window.length) * width;
    last.set(states.subarray(end - width, end), i * width);
  });
  return last;
}
