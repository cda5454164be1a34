import type { Bitset } from './bitset.ts';
import { BLOCK, BLOCK_PEAKS } from './block-peaks-shader.ts';
import type { ItemMatrix } from './item-matrix.ts';
import { quantiseQuery } from './quantised-query.ts';

/** Scales above this could make a product overflow on a GPU, where what happens then is not laid down. */
const LARGEST_SCALE = 1e28;

/**
 * The best score of each block of 64 rows, on a GPU. Its float32 may differ from ours in the last bits, so that it says
 * where to look, not what is there.
 */
export class GpuBlocks {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;
  readonly #bindings: GPUBindGroup;
  readonly #width: number;
  readonly #hasVector: Uint32Array<ArrayBuffer>;
  readonly #allowed: GPUBuffer;
  readonly #query: GPUBuffer;
  readonly #peaks: GPUBuffer;
  readonly #answer: GPUBuffer;

  private constructor(device: GPUDevice, pipeline: GPUComputePipeline, matrix: ItemMatrix) {
    const { rows, width, data, scales } = matrix;
    this.#device = device;
    this.#pipeline = pipeline;
    this.#width = width;
    this.#hasVector = new Uint32Array((rows + 31) >>> 5);
    const given = scales.map((scale, row) => {
      if (!Number.isFinite(scale)) return 0;
      this.#hasVector[row >>> 5] |= 1 << (row & 31);
      return scale;
    });
    const input = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const peakBytes = 4 * Math.ceil(rows / BLOCK);
    this.#allowed = this.#buffer(this.#hasVector.byteLength, input);
    this.#query = this.#buffer(4 * width, input);
    this.#peaks = this.#buffer(peakBytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
    this.#answer = this.#buffer(peakBytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    const sizes = this.#filled(Uint32Array.of(rows, width / 4), GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    const buffers = [sizes, this.#filled(data, input), this.#filled(given, input), this.#allowed, this.#query];
    this.#bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [...buffers, this.#peaks].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  /**
   * @param matrix is copied.
   * @throws Error with the reason, where there is no GPU, or it cannot take the matrix
   */
  static async open(matrix: ItemMatrix): Promise<GpuBlocks> {
    const { rows, width, data, scales } = matrix;
    if (width % 4 !== 0) throw new Error(`vectors of ${width} numbers do not fill words`);
    if (scales.some((scale) => scale > LARGEST_SCALE)) throw new Error('its vectors are too long for a GPU');
    const adapter = await globalThis.navigator?.gpu?.requestAdapter();
    if (!adapter) throw new Error('there is no WebGPU here');
    const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } = adapter.limits;
    const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    if (data.byteLength > most || rows / BLOCK > maxComputeWorkgroupsPerDimension)
      throw new Error(`the GPU takes ${most} bytes at a time`);
    const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
    try {
      device.pushErrorScope('out-of-memory');
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ code: BLOCK_PEAKS });
      const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
      const blocks = new GpuBlocks(device, pipeline, matrix);
      const errors = [await device.popErrorScope(), await device.popErrorScope()];
      for (const error of errors) if (error !== null) throw new Error(error.message);
      return blocks;
    } catch (thrown) {
      device.destroy();
      throw thrown;
    }
  }

  /**
   * The best product of query and row among the allowed rows of each block, before it is multiplied by the query's scale;
   * `NO_PEAK` where none is allowed. One question at a time.
   * @throws DOMException where the GPU was lost
   */
  async peaks(query: Float32Array, allowed: Bitset): Promise<Float32Array> {
    const filter = this.#hasVector.map((word, i) => word & (allowed.words[i] ?? 0));
    const { queue } = this.#device;
    queue.writeBuffer(this.#allowed, 0, filter);
    queue.writeBuffer(this.#query, 0, Int32Array.from(quantiseQuery(query, this.#width).values));
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings);
    pass.dispatchWorkgroups(this.#peaks.size / 4);
    pass.end();
    encoder.copyBufferToBuffer(this.#peaks, 0, this.#answer, 0, this.#peaks.size);
    queue.submit([encoder.finish()]);
    await this.#answer.mapAsync(GPUMapMode.READ);
    const peaks = new Float32Array(this.#answer.getMappedRange()).slice();
    this.#answer.unmap();
    return peaks;
  }

  close(): void {
    this.#device.destroy();
  }

  #buffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.#device.createBuffer({ size: Math.max(16, Math.ceil(size / 4) * 4), usage });
  }

  #filled(values: Int8Array | Float32Array | Uint32Array, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.#buffer(values.byteLength, usage);
    this.#device.queue.writeBuffer(buffer, 0, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
    return buffer;
  }
}
