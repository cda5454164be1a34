// Assembles the WebAssembly kernels and writes them as modules that a worker carries inlined.
// The outcome depends on the text and the locked assembler alone, and a test compares the two.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import wabt from 'wabt';

const kernels = resolve(import.meta.dirname, '../src/kernels');

/** Paths of the kernels' sources. */
export const sources = readdirSync(kernels, { recursive: true })
  .filter((name) => name.endsWith('.wat'))
  .map((name) => resolve(kernels, name));

/** The bytes of one WebAssembly text file. */
export async function assemble(path) {
  const module = (await wabt()).parseWat(basename(path), readFileSync(path, 'utf8'), { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  return buffer;
}

/** The path and the text of the module that carries one kernel. */
export async function carrier(path) {
  const bytes = Buffer.from(await assemble(path)).toString('hex');
  const text = `// Assembled from ${basename(path)} by \`npm run kernels\`.\n/** WebAssembly module, hexadecimal: gzip finds in it what repeats, which base64 hides. */\nexport const BYTES =\n  '${bytes}';\n`;
  return { path: path.replace(/\.wat$/, '.wasm.ts'), text };
}

if (process.argv[1] === import.meta.filename) {
  for (const source of sources) {
    const { path, text } = await carrier(source);
    writeFileSync(path, text);
    console.log(path);
  }
}
