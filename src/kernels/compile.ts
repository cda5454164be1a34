/**
 * Compiles a kernel that the worker carries inlined.
 * @param base64 of a WebAssembly module that uses SIMD
 * @throws Error with the reason, where WebAssembly or its SIMD is missing or forbidden.
 */
export async function compileKernel(base64: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new Error('WebAssembly is not available here');
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) throw new Error('WebAssembly has no SIMD here');
  return await WebAssembly.compile(bytes);
}
