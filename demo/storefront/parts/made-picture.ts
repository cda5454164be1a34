import { element } from '../element.ts';

/** A made picture on the page. It is painted, so that no address of it can be taken for a product's. */
export function madePicture(image: ImageData, label: string): HTMLCanvasElement {
  const canvas = element('canvas', {
    class: 'made-picture',
    width: image.width,
    height: image.height,
    role: 'img',
    'aria-label': label,
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
