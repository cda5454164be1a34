/** Sum of the vectors that the items of each visitor are read with, over the root of their number. [visitors, width] */
export function bagsOf(table: Float32Array, width: number, read: readonly Int32Array[]): Float32Array {
  const bags = new Float32Array(read.length * width);
  read.forEach((items, visitor) => {
    const share = 1 / Math.sqrt(items.length || 1);
    for (const item of items) {
      for (let k = 0; k < width; k++) bags[visitor * width + k] += share * table[item * width + k];
    }
  });
  return bags;
}

/** The gradient of `bagsOf`. @param size of the table */
export function scatterBags(
  size: number,
  width: number,
  read: readonly Int32Array[],
  gradient: Float32Array,
): Float32Array {
  const sum = new Float32Array(size);
  read.forEach((items, visitor) => {
    const share = 1 / Math.sqrt(items.length || 1);
    for (const item of items) {
      for (let k = 0; k < width; k++) sum[item * width + k] += share * gradient[visitor * width + k];
    }
  });
  return sum;
}
