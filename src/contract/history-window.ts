/**
 * The part of a history that a model with a table of `longest` positions reads: the newest items, counted from position 0.
 * The start moves in strides of half the table, by the history's length alone. So one more click costs one more token
 * with cached keys and values (except at a stride, where the window is encoded anew), and the answer never depends on
 * which clicks were asked about before. Training, evaluation and serving all use it.
 *
 * @returns index of the first item read; between `longest / 2` and `longest` items are read of a history longer than that.
 */
export function windowStart(length: number, longest: number): number {
  if (length <= longest) return 0;
  const stride = Math.max(1, longest >> 1);
  return Math.ceil((length - longest) / stride) * stride;
}
