/** As the server has the component: see the plugin of `vitest.config.ts`. */
declare module '*.svelte?server' {
  export { default } from '*.svelte';
}
