import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, test } from './setup/demo.ts';
import { root } from './setup/folders.ts';

const COUNT = 96;
const FEED = JSON.stringify(
  Array.from({ length: COUNT }, (_, i) => ({
    id: `p${i}`,
    title: `No. ${i}`,
    categories: ['Shapes', i % 2 ? 'Bars' : 'Discs'],
  })),
);

/** Bars and discs in colours of their own, drawn in the page; beside them a tiny one, a broken one and one of no product. */
async function givePictures(page: Page): Promise<void> {
  await page.evaluate(async (count) => {
    const transfer = new DataTransfer();
    const draw = async (name: string, size: number, i: number): Promise<void> => {
      const canvas = new OffscreenCanvas(size, size);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#fff';
      context.fillRect(0, 0, size, size);
      context.fillStyle = `hsl(${(i * 37) % 360} 70% 45%)`;
      if (i % 2) context.fillRect(size * 0.1, size * (0.2 + (i % 5) / 10), size * 0.8, size / 4);
      else {
        context.arc(size / 2, size / 2, size * (0.2 + (i % 5) / 25), 0, 7);
        context.fill();
      }
      transfer.items.add(new File([await canvas.convertToBlob()], name, { type: 'image/png' }));
    };
    for (let i = 0; i < count; i++) await draw(`p${i}.png`, 40, i);
    await draw('p0.png', 2, 0);
    await draw('logo.png', 40, 0);
    transfer.items.add(new File(['no picture'], 'p1.jpg', { type: 'image/jpeg' }));
    const input = document.querySelector<HTMLInputElement>('#picture-files')!;
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
  }, COUNT);
}

const screen = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();

test('a picture generator is trained on the shop’s own pictures, watched, paused, stopped, saved and used', async ({
  page,
  demo,
}) => {
  test.setTimeout(900_000);
  await page.goto(`${demo.address}studio.html#/pictures`);
  await expect(page.getByText('Pictures are told by the ids of products', { exact: false })).toBeVisible();
  expect(await violationsOn(page), 'with nothing on the bench').toEqual([]);
  await page.getByRole('button', { name: 'To the screen Data' }).press('Enter');
  await page.setInputFiles('#files', { name: 'shapes.json', mimeType: 'text/json', buffer: Buffer.from(FEED) });
  await expect(page.getByText(`${COUNT} products were read.`)).toBeVisible();

  await test.step('pictures are given; what cannot be used is named', async () => {
    await screen(page, 'Pictures');
    await expect(page.getByRole('button', { name: 'Start the training' })).toBeDisabled();
    await givePictures(page);
    await expect(page.getByText(`${COUNT} pictures of the shop`, { exact: false })).toBeVisible();
    await expect(page.getByText('Fewer than 8 pixels a side, and left out: 1 (p0.png)')).toBeVisible();
    await expect(page.getByText('Not to be decoded, and left out: 1 (p1.jpg)')).toBeVisible();
    await expect(page.getByText('Named after no product of the feed, and left out: 1 (logo.png)')).toBeVisible();
  });

  const slider = page.getByLabel('From noise to now');
  const told = (): Promise<string | null> => slider.getAttribute('aria-valuetext');
  await test.step('of one kind there are too few', async () => {
    const discs = page.getByLabel(`Discs (${COUNT / 2})`);
    await discs.uncheck();
    await page.getByLabel('Pixels a side').selectOption('16 × 16');
    await page.getByRole('button', { name: 'Start the training' }).press('Enter');
    await expect(page.getByText(`Only ${COUNT / 2} pictures show something.`, { exact: false }).first()).toBeVisible();
    await discs.check();
  });

  await test.step('it is watched, paused, and goes on after a reload', async () => {
    await page.getByRole('button', { name: 'Start the training' }).press('Enter');
    await expect(page.getByRole('img', { name: 'Pictures that the generator makes', exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('Paused. It goes on', { exact: false }).first()).toBeVisible();
    const paused = Number(/Step (\d+)/.exec((await told()) ?? '')?.[1]);
    await page.reload();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(slider).toBeVisible();
    expect(Number(/Step (\d+)/.exec((await told()) ?? '')?.[1]), 'not from the beginning').toBeGreaterThan(paused);
    await expect(page.getByRole('img', { name: 'Losses' })).toBeVisible();
    await expect.poll(told, 'pictures worth keeping').not.toContain('Collapsed');
    await slider.press('Home');
    await slider.press('End');
    expect(await violationsOn(page), 'in training').toEqual([]);
  });

  await test.step('what was learned is kept, saved and used', async () => {
    await page.getByRole('button', { name: 'Stop, and keep what was learned' }).click();
    await expect(page.getByText('Done: the best weights are kept.').first()).toBeVisible();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as generator.safetensors' }).click();
    const download = await downloading;
    expect(readFileSync(await download.path()).toString('latin1')).toContain('vitrine-generator');
    await page.getByRole('button', { name: 'Use it for the gaps' }).click();
    await expect(page.getByText('generator.safetensors: makes pictures of 16 × 16 pixels, of 2 kinds.')).toBeVisible();
    await page.getByRole('button', { name: 'Make pictures' }).click();
    await expect(page.getByRole('img', { name: 'pictures that it makes', exact: false })).toBeVisible();
    expect(await violationsOn(page), 'trained').toEqual([]);
  });

  await page.setViewportSize({ width: 390, height: 844 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide, 'nothing is wider than a phone').toBe(false);
});

test('a generator’s flow is trained anew from noise, on the products that its file knows', async ({ page, demo }) => {
  test.setTimeout(900_000);
  await page.goto(`${demo.address}studio.html#/data`);
  await page.setInputFiles('#files', resolve(root, 'demo/storefront/public/osier-imagine.safetensors'));
  await expect(page.getByText('osier-imagine.safetensors: makes pictures', { exact: false })).toBeVisible();
  await screen(page, 'Pictures');
  await expect(page.getByLabel('Model')).toHaveValue('flow');
  await expect(page.getByLabel('Pixels a side'), 'a flow has the size of its generator').toHaveCount(0);
  const kinds = page.getByRole('group', { name: 'Kinds to learn' }).getByRole('checkbox');
  await expect(kinds).toHaveCount(24);
  for (const box of await page.getByRole('checkbox', { checked: true }).all()) await box.uncheck();
  await page.getByRole('button', { name: 'Start the training' }).press('Enter');
  await expect(page.getByText('knows only 0 pictures of these kinds', { exact: false }).first()).toBeVisible();
  await page.getByLabel('Bowls (', { exact: false }).check();
  await page.getByLabel('Mugs & cups (', { exact: false }).check();
  await page.getByRole('button', { name: 'Start the training' }).press('Enter');
  await expect(page.getByRole('img', { name: 'Pictures that the generator makes', exact: false })).toBeVisible();
  await expect
    .poll(() => page.getByLabel('From noise to now').getAttribute('aria-valuetext'))
    .not.toContain('Collapsed');
  expect(await violationsOn(page), 'in training').toEqual([]);
  await page.getByRole('button', { name: 'Stop, and keep what was learned' }).click();
  await expect(page.getByText('Done: the best weights are kept.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Use it for the gaps' }).click();
  await expect(page.getByText('generator.safetensors: makes pictures of 64 × 64 pixels, of 2 kinds.')).toBeVisible();
  await page.getByRole('button', { name: 'Follow pictures from noise' }).click();
  await expect(page.getByRole('img', { name: 'each from noise', exact: false })).toBeVisible();
});
