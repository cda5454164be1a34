import type { Setup } from '../facade/options.ts';

/** Of a module that Vite's dev server bundled beforehand: `…/node_modules/.vite/deps/vitrine.js`, or another cache there. */
const PREBUNDLED = /^(.*\/node_modules\/)\.[^?]*\/deps\/[^/]*$/;

/** Address of a file of the package, where Vite's dev server bundled the module at `address` beforehand. */
export function packageFile(address: string, file: string): string | undefined {
  const modules = PREBUNDLED.exec(address)?.[1];
  return modules && `${modules}vitrine/dist/${file}`;
}

/**
 * How to start the workers where Vite's dev server serves a copy of the package that it bundled beforehand, without the
 * files that lie beside the package (Vite 5 to 7): from the package itself.
 * @param address of the module that runs; without one, a bundle that knows no addresses
 * @param parts of the engine, by name
 */
export function prebundledSetup(address: string | undefined, parts: Setup['parts']): Setup | undefined {
  const at = (file: string) => (): string => packageFile(address ?? '', file) as string;
  if (!at('')()) return undefined;
  const start = (name: string) => (): Worker => new Worker(at(`${name}.worker.js`)(), { name: `vitrine-${name}` });
  return {
    engine: start('engine'),
    neural: start('neural'),
    parts: Object.fromEntries(Object.keys(parts).map((name) => [name, at(`${name}.js`)])) as Setup['parts'],
    wasm: at(''),
  };
}
