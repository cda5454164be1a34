/** @throws RangeError where these are not `count` parts of [length, width] that an encoder of these sizes kept. */
export function checkKept(
  kept: readonly Float32Array[],
  count: number,
  length: number,
  { width, longest }: { readonly width: number; readonly longest: number },
): void {
  const fits = Number.isInteger(length) && length >= 0 && length <= longest && kept.length === count;
  if (!fits || kept.some((part) => part.length !== length * width)) {
    throw new RangeError(`${kept.length} parts of ${length} items are not what this encoder keeps`);
  }
}
