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

/** Red, and then blue. */
const ANIMATIONS = {
  GIF: 'R0lGODlhAQABAPAAAP8AAAAA/yH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAAQABAAACAkQBACH5BAAKAAAALAAAAAABAAEAAAICTAEAOw==',
  WebP: 'UklGRoQAAABXRUJQVlA4WAoAAAACAAAAAwAAAwAAQU5JTQYAAAAAAAAAAABBTk1GKAAAAAAAAAAAAAMAAAMAADIAAAJWUDhMDwAAAC8DwAAABxD9j/4HIqL/AQBBTk1GKAAAAAAAAAAAAAMAAAMAADIAAABWUDhMDwAAAC8DwAAABxDR//4HIqL/AQA=',
  PNG: 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAACGFjVEwAAAACAAAAAPONk3AAAAAaZmNUTAAAAAAAAAAEAAAABAAAAAAAAAAAAAEAFAAAQcqNmwAAABBJREFUeJxj/M+AAEwMRHEAM9EBBzqEPrgAAAAaZmNUTAAAAAEAAAAEAAAABAAAAAAAAAAAAAEAFAAA2rlnTwAAABhmZEFUAAAAAnicY2Rg+M8AA0wMSAA3BwAx0wEHhrHizAAAAABJRU5ErkJggg==',
};
/** Red, in four inks, in 16 bits a colour, and in formats of cameras and of screens. */
const UNUSUAL = {
  'CMYK JPEG':
    '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABQAAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AE4YDAnP/9k=',
  '16-bit PNG': 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAIAAACtREYwAAAAEklEQVR42mP4/58BCCAkAzIHAHeiB/nwDVgsAAAAAElFTkSuQmCC',
  AVIF: 'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAKgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAMm1kYXQSAAoJGAz/2iAhoNCAMhsXh4eGIYSSSSZQAAAAOtb10MSZQItLB61191Q=',
  BMP: 'Qk1GAAAAAAAAADYAAAAoAAAAAgAAAAIAAAABABgAAAAAABAAAADEDgAAxA4AAAAAAAAAAAAAAAD/AAD/AAAAAP8AAP8AAA==',
};

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

test.each(Object.entries(ANIMATIONS))('of an animated %s the first frame counts', async (_, base64) => {
  const { width, height, rgba } = await decodePicture(bytesOf(base64));
  expect(width).toBe(height);
  expect([...rgba.slice(0, 4)]).toEqual(RED);
});

test.each(Object.entries(UNUSUAL))('a red %s is red', async (_, base64) => {
  const { rgba } = await decodePicture(bytesOf(base64));
  const [red, green, blue, opacity] = rgba.slice(0, 4);
  // Inks and chroma are not exactly those of the screen.
  expect(red).toBeGreaterThan(200);
  expect(Math.max(green, blue)).toBeLessThan(60);
  expect(opacity).toBe(255);
});

test.each([...Object.entries(ANIMATIONS), ...Object.entries(UNUSUAL)])(
  'a damaged %s is read or refused, wherever it breaks',
  async (_, base64) => {
    const whole = new Uint8Array(await bytesOf(base64).arrayBuffer());
    for (let broken = 0; broken < whole.length; broken += 7) {
      const cut = whole.slice(0, broken);
      const changed = whole.slice();
      changed[broken] ^= 0xff;
      for (const bytes of [cut, changed]) {
        const read = await decodePicture(new Blob([bytes])).catch((thrown) => thrown);
        const isRead = 'rgba' in read && read.rgba.length === read.width * read.height * 4;
        expect(isRead || ['picture-unreadable', 'picture-too-large'].includes(read.code), String(broken)).toBe(true);
      }
    }
  },
);

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
  const avif = new Uint8Array(await bytesOf(UNUSUAL.AVIF).arrayBuffer());
  const box = avif.findIndex((_, at) => String.fromCharCode(...avif.subarray(at, at + 4)) === 'ispe');
  new DataView(avif.buffer).setUint32(box + 8, 10_000);
  new DataView(avif.buffer).setUint32(box + 12, 10_000);
  await expect(decodePicture(new Blob([avif]))).rejects.toMatchObject({ code: 'picture-too-large' });
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
