import type { DrawnPicture } from '../workbench.ts';
import { element } from './element.ts';

/** Pixels on the page. A made picture is painted, so that no address of it can be taken for a product's. */
export function drawnPicture(
  { width, height, rgba }: DrawnPicture,
  label: string,
  look: 'picture' | 'sheet' = 'picture',
): HTMLCanvasElement {
  const canvas = element('canvas', { class: look, width, height, role: 'img', 'aria-label': label });
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}
