import { shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { body, floorShadow } from './studio.ts';

/** What stands for a product of which nothing can be drawn: a wrapped parcel. Forms: cube, flat box, tall box. */
export const parcel: Draw = (canvas, look) => {
  const { colour, accent } = look;
  const [top, half, depth] = [
    [150, 104, 150],
    [206, 126, 92],
    [112, 82, 192],
  ][look.form];
  const paint = pattern(canvas, look.pattern, colour, tint(colour, 0.3), 0.7);
  const [left, right, foot] = [200 - half, 200 + half, top + depth];
  floorShadow(canvas, 204, foot + 12, half * 2.3, 0.12);
  const face = (d: string, dark: number): void => {
    body(canvas, d, colour, 'flat', paint);
    canvas.path(d, shade(colour, 0.6), `opacity="${dark}"`);
  };
  face(`M${left} ${top}L200 ${top + 34}V${foot + 34}L${left} ${foot}Z`, 0.08);
  face(`M200 ${top + 34}L${right} ${top}V${foot}L200 ${foot + 34}Z`, 0.26);
  face(`M${left} ${top}L200 ${top - 34}L${right} ${top}L200 ${top + 34}Z`, 0);
  const [a, b] = [200 - half / 2, 200 + half / 2];
  canvas.path(`M${a - 9} ${top + 14}L${a + 9} ${top + 20}V${foot + 20}L${a - 9} ${foot + 14}Z`, accent);
  canvas.path(`M${b - 9} ${top + 20}L${b + 9} ${top + 14}V${foot + 14}L${b - 9} ${foot + 20}Z`, shade(accent, 0.25));
  canvas.path(
    `M${a - 9} ${top + 14}L${a + 9} ${top + 20}L${b + 9} ${top - 14}L${b - 9} ${top - 20}Z`,
    tint(accent, 0.2),
  );
  canvas.path(
    `M${b - 9} ${top + 20}L${b + 9} ${top + 14}L${a + 9} ${top - 20}L${a - 9} ${top - 14}Z`,
    tint(accent, 0.12),
  );
  for (const side of [-1, 1]) {
    const d = `M200 ${top}C${200 + side * 18} ${top - 44} ${200 + side * 66} ${top - 40} ${200 + side * 54} ${top - 14}C${200 + side * 46} ${top} ${200 + side * 20} ${top + 2} 200 ${top}Z`;
    body(canvas, d, accent, 'cloth');
  }
  canvas.ellipse(200, top - 2, 10, 9, tint(accent, 0.25));
};
