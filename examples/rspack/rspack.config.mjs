/** Nothing is set for Vitrine: Rspack finds the workers and the `.wasm` files by themselves. */
export default {
  mode: 'production',
  entry: './main.js',
  output: { filename: 'main.js', clean: true },
  performance: { hints: false },
};
