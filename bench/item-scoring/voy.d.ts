/** The glue under voy's entry, which imports its `.wasm` in a way that only some bundlers know. */
declare module 'voy-search/voy_search_bg.js' {
  export { Voy } from 'voy-search';
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
