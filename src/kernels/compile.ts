/**
 * Compiles a kernel that the worker carries inlined.
 * @param hex of a WebAssembly module that uses SIMD
 * @throws Error with the reason, where WebAssembly or its SIMD is missing or forbidden.
 */
export async function compileKernel(hex: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new Error('WebAssembly is not available here');
  const bytes = Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16));
  if (!WebAssembly.validate(bytes)) throw new Error('WebAssembly has no SIMD here');
  return await WebAssembly.compile(bytes);
}
