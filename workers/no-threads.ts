/** Stands in for the tensor runtime's start with threads, which is never called (see src/compute/wasm.ts): 8 kB less to load. */
export default undefined;
