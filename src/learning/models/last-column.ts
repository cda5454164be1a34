/** @param table [rows, width]; @param last of each row; @returns [rows, width + 1] */
export function appendColumn(table: Float32Array, width: number, last: (row: number) => number): Float32Array {
  const rows = table.length / width;
  const wider = new Float32Array(rows * (width + 1));
  for (let row = 0; row < rows; row++) {
    wider.set(table.subarray(row * width, (row + 1) * width), row * (width + 1));
    wider[row * (width + 1) + width] = last(row);
  }
  return wider;
}

/** @param table [rows, width + 1]; @returns [rows, width] */
export function dropLastColumn(table: Float32Array, width: number): Float32Array {
  const rows = table.length / (width + 1);
  const narrower = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * (width + 1);
    narrower.set(table.subarray(from, from + width), row * width);
  }
  return narrower;
}
