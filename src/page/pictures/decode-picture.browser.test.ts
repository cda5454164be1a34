import { expect, test } from 'vitest';
import { decodePicture } from './decode-picture.ts';

const RED = [255, 0, 0, 255];

function canvasOf(width: number, height: number, colour = '#f00'): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas;
}
const fileOf = (canvas: HTMLCanvasElement, type: string): Promise<Blob> =>
  new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), type));
const bytesOf = (base64: string): Blob => new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))]);

/** Two frames of one pixel, red and then blue. */
const ANIMATION = bytesOf(
  'R0lGODlhAQABAPAAAP8AAAAA/yH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAAQABAAACAkQBACH5BAAKAAAALAAAAAABAAEAAAICTAEAOw==',
);

test.each(['image/png', 'image/jpeg', 'image/webp'])('a file in %s becomes small pixels', async (type) => {
  const { width, height, rgba } = await decodePicture(await fileOf(canvasOf(600, 300), type));
  expect([width, height, rgba.length]).toEqual([256, 128, 256 * 128 * 4]);
  [...rgba.slice(0, 4)].forEach((value, i) => void expect(Math.abs(value - RED[i])).toBeLessThan(4));
});

test('whatever the page holds a picture in is taken', async () => {
  const canvas = canvasOf(4, 2);
  const image = new Image();
  image.src = canvas.toDataURL();
  const offscreen = new OffscreenCanvas(4, 2);
  offscreen.getContext('2d')!.drawImage(canvas, 0, 0);
  const held = [
    canvas,
    image,
    offscreen,
    await createImageBitmap(canvas),
    canvas.getContext('2d')!.getImageData(0, 0, 4, 2),
  ];
  for (const picture of held) {
    const { width, height, rgba } = await decodePicture(picture);
    expect([width, height, ...rgba.slice(0, 4)]).toEqual([4, 2, ...RED]);
  }
  await expect(decodePicture(7 as never)).rejects.toMatchObject({ code: 'bad-options' });
  await expect(decodePicture(null as never)).rejects.toMatchObject({ code: 'bad-options' });
});

test('of an animation the first frame counts', async () => {
  const { width, rgba } = await decodePicture(ANIMATION);
  expect(width).toBe(1);
  expect([...rgba]).toEqual(RED);
});

test('what does not decode is refused with what to do', async () => {
  const whole = await fileOf(canvasOf(64, 64), 'image/png');
  const unreadable = [whole.slice(0, 60), new Blob(['not a picture']), new Blob([]), new Blob([new Uint8Array(9000)])];
  for (const file of unreadable) {
    await expect(decodePicture(file)).rejects.toMatchObject({
      code: 'picture-unreadable',
      remedy: expect.stringContaining('JPEG'),
    });
  }
  const broken = new Image();
  broken.src = 'data:image/png;base64,AAAA';
  await expect(decodePicture(broken)).rejects.toMatchObject({ code: 'picture-unreadable' });
  await expect(decodePicture(document.createElement('img'))).rejects.toMatchObject({ code: 'picture-unreadable' });
  const empty = Object.assign(document.createElement('canvas'), { width: 0, height: 4 });
  await expect(decodePicture(empty)).rejects.toMatchObject({ code: 'picture-unreadable' });
});

test('100 megapixels are refused by their header, and are never decoded', async () => {
  const whole = new Uint8Array(await (await fileOf(canvasOf(8, 8), 'image/png')).arrayBuffer());
  const size = new DataView(whole.buffer);
  size.setUint32(16, 10_000);
  size.setUint32(20, 10_000);
  await expect(decodePicture(new Blob([whole]))).rejects.toMatchObject({
    code: 'picture-too-large',
    message: expect.stringContaining('10000 × 10000'),
    remedy: expect.stringContaining('50 megapixels'),
  });
  await expect(decodePicture(new Blob([new Uint8Array(65e6)]))).rejects.toMatchObject({ code: 'picture-too-large' });
});

test('an SVG file is refused, and no script of it runs', async () => {
  const script = '<script>parent.vitrineRan = true; globalThis.vitrineRan = true</script>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" onload="globalThis.vitrineRan = true">${script}</svg>`;
  for (const file of [new Blob([svg], { type: 'image/svg+xml' }), new Blob([svg], { type: 'image/png' })]) {
    await expect(decodePicture(file)).rejects.toMatchObject({ code: 'picture-unreadable' });
  }
  // As an image of the page it is drawn, and its scripts are dead there.
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  expect(await decodePicture(image)).toMatchObject({ width: 8, height: 8 });
  expect('vitrineRan' in globalThis).toBe(false);
});
