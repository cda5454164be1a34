import { type Canvas, n } from './canvas.ts';
import { type Hex, mix, shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { ball, body, floorShadow, leg, opening } from './studio.ts';

/** The glow that a lit shade throws on the wall. */
function glow(canvas: Canvas, x: number, y: number, r: number): void {
  canvas.ellipse(
    x,
    y,
    r,
    r * 0.9,
    canvas.radial([
      [0, '#ffd99a', 0.75],
      [0.45, '#ffdfa8', 0.3],
      [1, '#ffe6bd', 0],
    ]),
  );
}

/** A shade lit from within: bright in the middle, its own colour at the edges. */
function litShade(canvas: Canvas, d: string, colour: Hex, paint?: string): void {
  canvas.path(d, mix(colour, '#ffedcb', 0.45));
  if (paint) canvas.path(d, paint, 'opacity=".7"');
  canvas.path(
    d,
    canvas.linear([
      [0, shade(colour, 0.3), 0.55],
      [0.3, '#fff3d6', 0.55],
      [0.55, '#fff3d6', 0.4],
      [1, shade(colour, 0.3), 0.6],
    ]),
  );
  canvas.path(
    d,
    canvas.linear(
      [
        [0, shade(colour, 0.2), 0.25],
        [0.6, '#ffedc4', 0.15],
        [1, '#ffe3a6', 0.6],
      ],
      [0, 0, 0, 1],
    ),
  );
}

/** Forms: gourd base with a cone shade, column with a drum, tripod with a dome. */
export const lamp: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  const paint = pattern(canvas, look.pattern, accent, shade(accent, 0.35), 0.8);
  glow(canvas, 200, 150, 190);
  if (look.form === 0) {
    floorShadow(canvas, 200, 342, 104, 0.16);
    body(canvas, 'M192 168H208V212H192Z', trim, 'metal');
    body(
      canvas,
      'M184 210C182 236 148 252 148 290C148 322 168 342 200 342C232 342 252 322 252 290C252 252 218 236 216 210Z',
      colour,
      surface,
    );
    litShade(canvas, 'M152 62H248L306 184C270 196 130 196 94 184Z', accent, paint);
  } else if (look.form === 1) {
    floorShadow(canvas, 200, 342, 130, 0.14);
    body(canvas, 'M193 180H207V322H193Z', trim, 'metal');
    body(canvas, 'M138 328C138 316 262 316 262 328V338C262 346 138 346 138 338Z', colour, surface);
    litShade(canvas, 'M108 76C150 66 250 66 292 76V186C250 198 150 198 108 186Z', accent, paint);
  } else {
    floorShadow(canvas, 200, 346, 190, 0.1);
    leg(canvas, 200, 186, 118, 346, 13, trim);
    leg(canvas, 200, 186, 282, 346, 13, trim);
    leg(canvas, 200, 186, 206, 352, 13, shade(trim, 0.12));
    litShade(canvas, 'M92 190C92 110 146 64 200 64C254 64 308 110 308 190C270 202 130 202 92 190Z', accent, paint);
    ball(canvas, 'M200 50a10 9 0 1 1 0 18a10 9 0 1 1 0-18Z', colour);
  }
};

/** Half-profiles of turned vessels, rim to foot: [y, radius]. */
const PROFILES: readonly (readonly (readonly [number, number])[])[] = [
  [
    [128, 26],
    [168, 22],
    [206, 60],
    [256, 78],
    [306, 58],
    [318, 46],
  ],
  [
    [148, 46],
    [172, 34],
    [206, 74],
    [250, 88],
    [296, 62],
    [318, 44],
  ],
  [
    [140, 62],
    [190, 70],
    [250, 70],
    [306, 62],
    [318, 56],
  ],
  [
    [136, 30],
    [176, 56],
    [214, 34],
    [262, 78],
    [308, 62],
    [318, 52],
  ],
];

/** A smooth outline (Catmull–Rom) through the points of a half-profile, mirrored about `x`. */
function turned(profile: readonly (readonly [number, number])[], x: number): string {
  const side = (points: readonly (readonly [number, number])[], sign: number): string =>
    points
      .slice(1)
      .map(([y, r], i) => {
        const [y0, r0] = points[i];
        const [yBefore, rBefore] = points[i - 1] ?? points[i];
        const [yAfter, rAfter] = points[i + 2] ?? points[i + 1];
        const first = `${n(x + sign * (r0 + (r - rBefore) / 6))} ${n(y0 + (y - yBefore) / 6)}`;
        const second = `${n(x + sign * (r - (rAfter - r0) / 6))} ${n(y - (yAfter - y0) / 6)}`;
        return `C${first} ${second} ${n(x + sign * r)} ${n(y)}`;
      })
      .join('');
  const [top, radius] = profile[0];
  const [foot, footRadius] = profile[profile.length - 1];
  return `M${x - radius} ${top}${side(profile, -1)}Q${x} ${foot + 9} ${x + footRadius} ${foot}${side([...profile].reverse(), 1)}Z`;
}

/** Forms: bottle, amphora, cylinder, double gourd; each with a few dried stems. */
export const vase: Draw = (canvas, look, dice) => {
  const profile = PROFILES[look.form];
  const [top, radius] = profile[0];
  floorShadow(canvas, 200, 320, 132, 0.15);
  const stems = dice.int(3, 5);
  for (let i = 0; i < stems; i++) {
    const lean = (i - (stems - 1) / 2) * 34 + dice.int(-10, 10);
    const tip = dice.int(34, 66);
    const colour = dice.pick(['#b89b6a', '#a8a27c', '#8f9b78', '#c9a988', '#d9c3a0']);
    canvas.line(
      `M${200 + lean * 0.14} ${top + 6}Q${200 + lean * 0.4} ${n((top + tip) / 2)} ${200 + lean} ${tip}`,
      shade(colour, 0.28),
      2.4,
    );
    for (let k = 0; k < 9; k++) {
      const along = k / 9;
      const x = 200 + lean * (1 - along * 0.52);
      const y = tip + along * (top - tip) * 0.62;
      const side = k % 2 ? 1 : -1;
      canvas.ellipse(
        x + side * 6,
        y,
        8.5,
        3.6,
        k % 3 ? colour : tint(colour, 0.25),
        `transform="rotate(${n(side * -38 + lean * 0.4)} ${n(x + side * 6)} ${n(y)})"`,
      );
    }
  }
  const outline = turned(profile, 200);
  body(canvas, outline, look.colour, look.surface, pattern(canvas, look.pattern, look.colour, look.accent, 0.9));
  if (look.pattern === 'plain')
    canvas.within(outline, () => body(canvas, 'M60 280C140 262 240 300 340 272V340H60Z', look.accent, 'matt'));
  opening(canvas, 200, top, radius, Math.max(5, radius * 0.2), look.colour, shade(look.colour, 0.3));
};

/** Forms: square, long, round. */
export const cushion: Draw = (canvas, look) => {
  const { colour, accent } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 1.1);
  const outline = [
    'M84 112C72 92 92 84 112 94C170 106 232 106 288 94C308 84 328 92 316 112C304 168 304 236 316 288C328 308 308 318 288 308C232 296 170 296 112 308C92 318 72 308 84 288C96 236 96 168 84 112Z',
    'M50 152C40 134 58 128 76 136C156 148 244 148 324 136C342 128 360 134 350 152C342 190 342 236 350 272C360 290 342 298 324 290C244 280 156 280 76 290C58 298 40 290 50 272C58 236 58 190 50 152Z',
    'M200 88C272 88 318 140 318 200C318 262 270 312 200 312C130 312 82 262 82 200C82 140 128 88 200 88Z',
  ][look.form];
  floorShadow(canvas, 200, look.form === 1 ? 290 : 312, look.form === 1 ? 280 : 220, 0.1);
  canvas.path(outline, colour);
  if (paint) canvas.path(outline, paint);
  canvas.path(
    outline,
    canvas.radial(
      [
        [0, '#fffaf2', 0.4],
        [0.45, '#fffaf2', 0.02],
        [0.8, '#1d130c', 0.12],
        [1, '#1d130c', 0.34],
      ],
      [0.4, 0.34, 0.72],
    ),
  );
  if (look.form === 2) {
    for (let i = 0; i < 18; i++) {
      const [cos, sin] = [Math.cos((i * Math.PI) / 9), Math.sin((i * Math.PI) / 9)];
      const pleat = `M${n(200 + cos * 16)} ${n(200 + sin * 14)}Q${n(200 + cos * 60 - sin * 7)} ${n(200 + sin * 58 + cos * 7)} ${n(200 + cos * 112)} ${n(200 + sin * 106)}`;
      canvas.line(pleat, shade(colour, 0.5), 2.4, 'opacity=".26"');
      canvas.line(pleat, tint(colour, 0.6), 1.4, 'opacity=".3" transform="translate(-2 -1.6)"');
    }
  }
  canvas.line(outline, shade(accent, 0.1), 4);
  canvas.line(outline, tint(accent, 0.4), 1.2, 'transform="translate(-1 -1.4)"');
  if (look.form !== 1) {
    canvas.ellipse(
      200,
      200,
      34,
      20,
      canvas.radial([
        [0, '#1d130c', 0.4],
        [1, '#1d130c', 0],
      ]),
    );
    ball(canvas, 'M200 191a10 9 0 1 1 0 18a10 9 0 1 1 0-18Z', shade(accent, 0.08));
  } else {
    for (const y of [170, 212, 254])
      canvas.line(`M92 ${y}Q200 ${y - 6} 308 ${y}`, shade(colour, 0.3), 1, 'opacity=".3"');
  }
};
