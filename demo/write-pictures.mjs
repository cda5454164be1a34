// Draws the demo shop's products into PNG files, one each: `node demo/write-pictures.mjs FOLDER [PIXELS]`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright';
import { runnerImport } from 'vite';
import { findBrowser } from '../scripts/install.mjs';

const root = resolve(import.meta.dirname, '..');
const load = async (path) => (await runnerImport(resolve(root, path), { root, configFile: false })).module;

const folder = resolve(process.argv[2] ?? '.vitrine/demo/pictures');
const size = Number(process.argv[3] ?? 96);
const { makeCatalogue } = await load('demo/catalogue/catalogue.ts');
const { drawProduct } = await load('demo/catalogue/drawing/index.ts');
const products = makeCatalogue();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  for (const { id, kind, look } of products) {
    const png = await page.evaluate(draw, { svg: drawProduct(kind, look), size });
    writeFileSync(resolve(folder, `${id}.png`), Buffer.from(png, 'base64'));
  }
} finally {
  await browser.close();
}
console.log(`${products.length} pictures of ${size} × ${size} pixels in ${folder}`);

/** Runs in the page. @returns a PNG, base64 */
async function draw({ svg, size }) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png').split(',')[1];
}
