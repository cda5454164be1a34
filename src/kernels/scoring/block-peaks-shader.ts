/** Rows in a block: two words of a filter. */
export const BLOCK = 64;

/** The peak of a block without an allowed row. */
export const NO_PEAK = -3e38;

/** One workgroup a block, one invocation a row. Sums are the integers that the other kinds get. */
export const BLOCK_PEAKS = `
struct Sizes { rows: u32, words: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> data: array<u32>;        // [rows, words] four int8 each
@group(0) @binding(2) var<storage, read> scales: array<f32>;      // [rows]
@group(0) @binding(3) var<storage, read> allowed: array<u32>;     // [rows / 32] bits
@group(0) @binding(4) var<storage, read> query: array<vec4<i32>>; // [words]
@group(0) @binding(5) var<storage, read_write> peaks: array<f32>; // [rows / ${BLOCK}]

var<workgroup> best: array<f32, ${BLOCK}>;

@compute @workgroup_size(${BLOCK})
fn blockPeaks(@builtin(workgroup_id) block: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = block.x * ${BLOCK}u + lane;
  var score = f32(${NO_PEAK});
  if (row < sizes.rows && ((allowed[row / 32u] >> (row % 32u)) & 1u) == 1u) {
    var sum = 0;
    let first = row * sizes.words;
    for (var i = 0u; i < sizes.words; i++) {
      let four = vec4<i32>(vec4<u32>(data[first + i]) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u);
      sum += dot(four, query[i]);
    }
    score = f32(sum) * scales[row];
  }
  best[lane] = score;
  for (var half = ${BLOCK / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { best[lane] = max(best[lane], best[lane + half]); }
  }
  if (lane == 0u) { peaks[block.x] = best[0]; }
}
`;
