/** A WebAssembly text file, assembled by the bundler. */
declare module '*.wat' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
