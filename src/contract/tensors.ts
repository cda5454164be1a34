/** Named float32 tensors: a model's weights as they cross a thread border. */
export type NamedTensors = Record<string, { shape: readonly number[]; data: Float32Array }>;
