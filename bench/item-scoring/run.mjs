// Scores a catalogue in Chromium: our kernels beside the machine's streaming read, plain loops and npm's vector searches.
import { openBrowser, openPage } from '../harness/browser.mjs';

export const peers = ['@tensorflow/tfjs-backend-wasm', '@orama/orama', 'voy-search', 'hnswlib-wasm', 'edgevec'];

const SIZES = [10_000, 100_000, 1_000_000];

export async function measure({ browser, origin }) {
  const sizes = [];
  for (const rows of SIZES) {
    console.log(`  ${rows.toLocaleString('en')} products …`);
    const page = await openPage(browser, origin);
    sizes.push(await page.evaluate((rows) => import('/build/item-scoring.js').then(({ run }) => run(rows)), rows));
    await page.context().close();
  }
  const choice = await chooseWithGpu(origin);
  const { width, k, seed } = sizes[0];
  return {
    seed,
    data: 'unit vectors drawn around 500 centres; queries near a product',
    protocol: `top ${k} of width ${width}, one thread; contenders in turn, round after round; recall against float64`,
    choice,
    sizes: sizes.map(({ rows, read, contenders, agreement, left }) => ({ rows, read, contenders, agreement, left })),
  };
}

/** What the engine chooses where there is WebGPU: a browser of its own, so that the others run without one. */
async function chooseWithGpu(origin) {
  const browser = await openBrowser(['--enable-unsafe-webgpu']);
  try {
    const page = await openPage(browser, origin);
    const gpu = await page.evaluate(async () => {
      const { vendor, architecture } = (await navigator.gpu.requestAdapter()).info;
      return `${vendor} ${architecture}`;
    });
    const sizes = [];
    for (const rows of [200_000, 1_000_000]) {
      sizes.push(
        await page.evaluate((rows) => import('/build/item-scoring.js').then(({ choose }) => choose(rows)), rows),
      );
    }
    return { gpu, sizes };
  } finally {
    await browser.close();
  }
}
