import type { Canvas } from './canvas.ts';
import { n, type Stop } from './canvas.ts';
import { type Hex, shade, tint } from './colour.ts';

/** How a surface answers the lamp, which stands up on the left. */
export type Surface = 'matt' | 'gloss' | 'metal' | 'cloth' | 'flat';

const DARK = '#1d130c';
const LIGHT = '#fffaf2';

/** Light and dark laid over a body from left to right. */
const ACROSS: Record<Surface, readonly Stop[]> = {
  matt: [
    [0, DARK, 0.3],
    [0.2, DARK, 0.04],
    [0.34, LIGHT, 0.16],
    [0.52, LIGHT, 0],
    [0.86, DARK, 0.28],
    [1, DARK, 0.2],
  ],
  gloss: [
    [0, DARK, 0.34],
    [0.15, DARK, 0.05],
    [0.24, LIGHT, 0.5],
    [0.3, LIGHT, 0.55],
    [0.37, LIGHT, 0.06],
    [0.6, DARK, 0.02],
    [0.88, DARK, 0.36],
    [1, DARK, 0.2],
  ],
  metal: [
    [0, DARK, 0.5],
    [0.12, DARK, 0.08],
    [0.22, LIGHT, 0.7],
    [0.34, LIGHT, 0.12],
    [0.52, DARK, 0.22],
    [0.66, LIGHT, 0.3],
    [0.84, DARK, 0.3],
    [1, DARK, 0.46],
  ],
  cloth: [
    [0, DARK, 0.16],
    [0.25, LIGHT, 0.1],
    [0.55, LIGHT, 0.02],
    [1, DARK, 0.2],
  ],
  flat: [
    [0, LIGHT, 0.14],
    [1, DARK, 0.12],
  ],
};

/** The studio: a seamless warm wall that runs into the floor, lit from the upper left. */
export function backdrop(canvas: Canvas): void {
  canvas.rect(
    0,
    0,
    400,
    400,
    canvas.radial(
      [
        [0, '#fbf9f5'],
        [0.55, '#f3efe8'],
        [1, '#e4ddd2'],
      ],
      [0.38, 0.3, 0.85],
    ),
  );
  canvas.rect(
    0,
    282,
    400,
    118,
    canvas.linear(
      [
        [0, '#d9d0c3', 0],
        [0.25, '#d9d0c3', 0.3],
        [1, '#d6ccbd', 0.1],
      ],
      [0, 0, 0, 1],
    ),
  );
}

/** What a thing of that width throws on the floor: a soft pool to the right and a dark line of contact. */
export function floorShadow(canvas: Canvas, x: number, y: number, width: number, depth = 0.13): void {
  const pool = canvas.radial([
    [0, '#3a2a1c', 0.34],
    [0.5, '#3a2a1c', 0.17],
    [1, '#3a2a1c', 0],
  ]);
  canvas.ellipse(x + width * 0.13, y + 2, width * 0.72, width * depth, pool);
  const contact = canvas.radial([
    [0, '#20140b', 0.55],
    [0.65, '#20140b', 0.3],
    [1, '#20140b', 0],
  ]);
  canvas.ellipse(x, y, width * 0.5, Math.max(4, width * depth * 0.36), contact);
}

/** What a flat thing throws on the table it lies on. */
export function lyingShadow(canvas: Canvas, d: string): void {
  for (const [offset, opacity] of [
    [13, 0.05],
    [8, 0.08],
    [4, 0.12],
  ]) {
    canvas.path(d, '#3a2a1c', `opacity="${opacity}" transform="translate(${offset * 0.8} ${offset})"`);
  }
}

/** A body: its colour, an optional pattern, then light over both, so that every pattern bends with its body. */
export function body(canvas: Canvas, d: string, colour: string, surface: Surface, pattern?: string): void {
  canvas.path(d, colour);
  if (pattern) canvas.path(d, pattern);
  canvas.path(d, canvas.linear(ACROSS[surface], surface === 'flat' ? [0, 0, 1, 1] : [0, 0, 1, 0]));
  if (surface !== 'flat')
    canvas.path(
      d,
      canvas.linear(
        [
          [0, LIGHT, 0.1],
          [0.4, LIGHT, 0],
          [1, DARK, 0.2],
        ],
        [0, 0, 0, 1],
      ),
    );
}

/** A round body lit from the upper left. */
export function ball(canvas: Canvas, d: string, colour: Hex, pattern?: string, gloss = 0.6): void {
  canvas.path(d, colour);
  if (pattern) canvas.path(d, pattern);
  canvas.path(
    d,
    canvas.radial(
      [
        [0, LIGHT, gloss],
        [0.22, LIGHT, gloss * 0.35],
        [0.5, DARK, 0],
        [0.82, DARK, 0.26],
        [1, DARK, 0.4],
      ],
      [0.33, 0.27, 0.78],
    ),
  );
}

/** A bent tube or strap: a stroke with a lit edge. */
export function tube(canvas: Canvas, d: string, colour: Hex, width: number): void {
  canvas.line(d, shade(colour, 0.34), width);
  canvas.line(d, colour, width * 0.76, 'transform="translate(-1 -1)"');
  canvas.line(
    d,
    tint(colour, 0.45),
    width * 0.2,
    `transform="translate(${n(-width * 0.16)} ${n(-width * 0.18)})" opacity=".75"`,
  );
}

/** An opening seen from slightly above: the rim and the dark inside. */
export function opening(canvas: Canvas, cx: number, cy: number, rx: number, ry: number, rim: Hex, inside: Hex): void {
  canvas.ellipse(
    cx,
    cy,
    rx,
    ry,
    canvas.linear([
      [0, shade(rim, 0.16)],
      [0.3, tint(rim, 0.5)],
      [1, shade(rim, 0.2)],
    ]),
  );
  canvas.ellipse(
    cx,
    cy + ry * 0.12,
    rx * 0.92,
    ry * 0.82,
    canvas.linear([
      [0, shade(inside, 0.55)],
      [0.6, shade(inside, 0.25)],
      [1, tint(inside, 0.08)],
    ]),
  );
}

/** A turned wooden or metal leg. */
export function leg(canvas: Canvas, x1: number, y1: number, x2: number, y2: number, width: number, colour: Hex): void {
  const d = `M${n(x1 - width / 2)} ${n(y1)}L${n(x1 + width / 2)} ${n(y1)}L${n(x2 + width * 0.3)} ${n(y2)}L${n(x2 - width * 0.3)} ${n(y2)}Z`;
  canvas.path(
    d,
    canvas.linear([
      [0, shade(colour, 0.1)],
      [0.35, tint(colour, 0.25)],
      [1, shade(colour, 0.4)],
    ]),
  );
}
