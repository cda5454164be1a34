/** Nothing is set for Vitrine: webpack finds the workers and the `.wasm` files by themselves. */
export default {
  mode: 'production',
  entry: './main.js',
  output: { filename: 'main.js', clean: true },
  experiments: { topLevelAwait: true },
  performance: { hints: false },
};
