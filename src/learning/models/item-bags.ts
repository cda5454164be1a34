/**
 * Sum of the vectors that the items of each visitor are read with, over the root of their number.
 * @param scales of the items' vectors, [rows]; default 1
 * @returns [visitors, width]
 */
export function bagsOf(
  table: Float32Array,
  width: number,
  read: readonly Int32Array[],
  scales?: Float32Array,
): Float32Array {
  const bags = new Float32Array(read.length * width);
  for (let visitor = 0; visitor < read.length; visitor++) {
    const share = 1 / Math.sqrt(read[visitor].length || 1);
    for (const item of read[visitor]) {
      const weight = share * (scales?.[item] ?? 1);
      for (let k = 0; k < width; k++) bags[visitor * width + k] += weight * table[item * width + k];
    }
  }
  return bags;
}

/** The gradient of `bagsOf`, added to `sum`. [rows, width] */
export function scatterBags(
  sum: Float32Array,
  width: number,
  read: readonly Int32Array[],
  gradient: Float32Array,
  scales?: Float32Array,
): void {
  for (let visitor = 0; visitor < read.length; visitor++) {
    const share = 1 / Math.sqrt(read[visitor].length || 1);
    for (const item of read[visitor]) {
      const weight = share * (scales?.[item] ?? 1);
      for (let k = 0; k < width; k++) sum[item * width + k] += weight * gradient[visitor * width + k];
    }
  }
}
