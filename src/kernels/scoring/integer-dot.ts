/** The exact sum of products of row `row` and a query, in integers. The query is such that it stays below 2^31. */
export function integerDot(query: Int16Array, data: Int8Array, row: number): number {
  const width = query.length;
  const start = row * width;
  let sum = 0;
  for (let i = 0; i < width; i++) sum = (sum + query[i] * data[start + i]) | 0;
  return sum;
}
