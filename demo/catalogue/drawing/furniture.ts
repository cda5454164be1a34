import { n } from './canvas.ts';
import { type Hex, shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { body, floorShadow, leg, opening } from './studio.ts';

/** Forms: wall clock, round desk clock on feet, arched mantel clock. */
export const clock: Draw = (canvas, look, dice) => {
  const { colour, accent, trim } = look;
  const [x, y, r] = look.form === 0 ? [200, 196, 128] : [200, look.form === 1 ? 206 : 204, look.form === 1 ? 100 : 84];
  if (look.form === 0) {
    canvas.ellipse(
      x + 14,
      y + 20,
      r * 1.04,
      r * 1.04,
      canvas.radial([
        [0.7, '#3a2a1c', 0.3],
        [1, '#3a2a1c', 0],
      ]),
    );
  } else {
    floorShadow(canvas, x, 322, look.form === 1 ? 150 : 230, 0.12);
    if (look.form === 1) {
      leg(canvas, 152, 282, 136, 322, 16, trim);
      leg(canvas, 248, 282, 264, 322, 16, trim);
    } else {
      body(
        canvas,
        'M92 320V204C92 136 140 92 200 92C260 92 308 136 308 204V320Z',
        trim,
        'matt',
        pattern(canvas, 'grain', trim, trim),
      );
    }
  }
  canvas.ellipse(
    x,
    y,
    r,
    r,
    canvas.linear(
      [
        [0, tint(colour, 0.4)],
        [0.5, colour],
        [1, shade(colour, 0.4)],
      ],
      [0, 0, 1, 1],
    ),
  );
  canvas.ellipse(x, y, r * 0.9, r * 0.9, shade(colour, 0.45));
  canvas.ellipse(
    x,
    y + 1.5,
    r * 0.885,
    r * 0.885,
    canvas.radial(
      [
        [0, tint(accent, 0.82)],
        [0.8, tint(accent, 0.72)],
        [1, tint(accent, 0.5)],
      ],
      [0.4, 0.35, 0.8],
    ),
  );
  for (let hour = 0; hour < 12; hour++) {
    const quarter = hour % 3 === 0;
    const width = quarter ? r * 0.045 : r * 0.022;
    canvas.rect(
      x - width / 2,
      y - r * 0.8,
      width,
      quarter ? r * 0.16 : r * 0.1,
      shade(colour, 0.62),
      1,
      `transform="rotate(${hour * 30} ${x} ${y})"`,
    );
  }
  const [hour, minute] = [dice.int(0, 11), dice.int(0, 11) * 5];
  const hand = (turn: number, length: number, width: number, paint: Hex): void =>
    canvas.rect(
      x - width / 2,
      y - r * length,
      width,
      r * (length + 0.12),
      paint,
      width / 2,
      `transform="rotate(${n(turn)} ${x} ${y})"`,
    );
  hand(hour * 30 + minute / 2, 0.5, r * 0.055, shade(colour, 0.66));
  hand(minute * 6, 0.72, r * 0.04, shade(colour, 0.66));
  hand(dice.int(0, 359), 0.76, r * 0.014, '#b5482f');
  canvas.ellipse(x, y, r * 0.05, r * 0.05, shade(trim, 0.2));
  canvas.path(
    `M${x - r * 0.7} ${y - r * 0.3}A${r * 0.78} ${r * 0.78} 0 0 1 ${x + r * 0.1} ${y - r * 0.76}A${r * 1.2} ${r * 1.2} 0 0 0 ${x - r * 0.7} ${y - r * 0.3}Z`,
    '#ffffff',
    'opacity=".28"',
  );
};

/** Forms: upholstered armchair, spindle dining chair, stool. */
export const chair: Draw = (canvas, look) => {
  const { colour, accent, trim } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  floorShadow(canvas, 204, 346, look.form === 2 ? 170 : 240, 0.13);
  if (look.form === 0) {
    for (const [x1, x2] of [
      [112, 96],
      [288, 304],
    ])
      leg(canvas, x1, 290, x2, 350, 16, trim);
    for (const [x1, x2] of [
      [146, 140],
      [254, 260],
    ])
      leg(canvas, x1, 280, x2, 330, 12, shade(trim, 0.2));
    body(
      canvas,
      'M104 84C112 56 288 56 296 84C306 130 304 190 292 226H108C96 190 94 130 104 84Z',
      shade(colour, 0.05),
      'cloth',
      paint,
    );
    canvas.line(
      'M148 84C142 130 146 180 150 214M252 84C258 130 254 180 250 214',
      shade(colour, 0.4),
      1.4,
      'opacity=".5"',
    );
    body(canvas, 'M104 218C120 200 280 200 296 218L304 266C304 280 96 280 96 266Z', tint(colour, 0.08), 'cloth', paint);
    body(canvas, 'M94 262H306V292C306 300 94 300 94 292Z', shade(colour, 0.12), 'cloth', paint);
    for (const d of [
      'M62 176C62 152 108 150 112 178L118 288C118 300 82 300 78 288Z',
      'M338 176C338 152 292 150 288 178L282 288C282 300 318 300 322 288Z',
    ])
      body(canvas, d, colour, 'cloth', paint);
  } else if (look.form === 1) {
    leg(canvas, 132, 230, 116, 352, 14, trim);
    leg(canvas, 272, 230, 288, 352, 14, trim);
    leg(canvas, 156, 226, 150, 326, 11, shade(trim, 0.25));
    leg(canvas, 248, 226, 254, 326, 11, shade(trim, 0.25));
    canvas.line('M128 296H276', shade(trim, 0.25), 8);
    for (const x of [152, 176, 200, 224, 248])
      canvas.line(`M${x} 92L${200 + (x - 200) * 0.86} 216`, shade(trim, 0.08), 7);
    canvas.line('M130 78L144 218M270 78L256 218', trim, 13);
    body(
      canvas,
      'M120 66C150 46 250 46 280 66L278 98C250 82 150 82 122 98Z',
      trim,
      'matt',
      pattern(canvas, 'grain', trim, trim),
    );
    body(canvas, 'M112 214C130 200 270 200 288 214L296 236C290 248 110 248 104 236Z', colour, 'cloth', paint);
  } else {
    leg(canvas, 150, 176, 116, 348, 15, trim);
    leg(canvas, 250, 176, 284, 348, 15, trim);
    leg(canvas, 186, 176, 176, 356, 15, shade(trim, 0.1));
    canvas.line('M134 270H266', shade(trim, 0.2), 8);
    body(canvas, 'M110 152V170C110 200 290 200 290 170V152Z', shade(colour, 0.1), 'cloth', paint);
    canvas.ellipse(
      200,
      152,
      90,
      26,
      canvas.radial(
        [
          [0, tint(colour, 0.35)],
          [1, colour],
        ],
        [0.4, 0.35, 0.7],
      ),
    );
    if (paint) canvas.ellipse(200, 152, 90, 26, paint, 'opacity=".8"');
    opening(canvas, 200, 152, 3, 2, trim, trim);
  }
};
