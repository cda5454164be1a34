import type { Dice } from '../dice.ts';
import { type Canvas, n } from './canvas.ts';
import { type Hex, shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { ball, body, floorShadow, opening, tube } from './studio.ts';

const GREENS: readonly Hex[] = ['#4d7a4c', '#5f8f57', '#3f6b4a', '#6f9a63', '#547f5e'];

/** One leaf from its foot at (x, y), `length` long, turned by `turn` degrees from upright; lit on its left half. */
function leaf(canvas: Canvas, x: number, y: number, length: number, width: number, turn: number, colour: Hex): void {
  canvas.placed(`translate(${n(x)} ${n(y)}) rotate(${n(turn)})`, () => {
    const [l, w] = [-length, width / 2];
    canvas.path(
      `M0 0C${n(-w * 1.3)} ${n(l * 0.25)} ${n(-w)} ${n(l * 0.75)} 0 ${n(l)}C${n(w)} ${n(l * 0.75)} ${n(w * 1.3)} ${n(l * 0.25)} 0 0Z`,
      shade(colour, 0.16),
    );
    canvas.path(`M0 0C${n(-w * 1.3)} ${n(l * 0.25)} ${n(-w)} ${n(l * 0.75)} 0 ${n(l)}Z`, tint(colour, 0.14));
    canvas.line(`M0 0V${n(l * 0.94)}`, tint(colour, 0.36), 1.2, 'opacity=".7"');
  });
}

/** The outline of one small leaf; a frond is a single path of many. */
function leaflet(x: number, y: number, length: number, turn: number): string {
  const [sin, cos] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
  const at = (along: number, across: number): string =>
    `${n(x + sin * along + cos * across)} ${n(y - cos * along + sin * across)}`;
  return `M${at(0, 0)}Q${at(length * 0.5, 6.5)} ${at(length, 0)}Q${at(length * 0.5, -6.5)} ${at(0, 0)}Z`;
}

const foliage: readonly ((canvas: Canvas, dice: Dice) => void)[] = [
  // Rubber plant: broad leaves up a stem.
  (canvas, dice) => {
    canvas.line('M200 236C196 170 204 110 200 60', '#6b5b3e', 5);
    for (let i = 0; i < 11; i++) {
      const side = i % 2 ? 1 : -1;
      leaf(canvas, 200, 222 - i * 15, 84 - i * 2.4, 40, side * (72 - i * 5) + dice.int(-6, 6), dice.pick(GREENS));
    }
  },
  // Snake plant: upright blades with pale edges.
  (canvas, dice) => {
    for (let i = 0; i < 9; i++) {
      const x = 160 + i * 10;
      const top = dice.int(40, 120);
      const lean = (x - 200) * 0.9 + dice.int(-8, 8);
      const green = dice.pick(GREENS);
      const d = `M${x - 9} 240C${n(x - 14 + lean * 0.4)} 170 ${n(x - 8 + lean)} ${top + 50} ${n(x + lean)} ${top}C${n(x + 12 + lean)} ${top + 60} ${n(x + 13 + lean * 0.4)} 170 ${x + 9} 240Z`;
      canvas.path(
        d,
        canvas.linear([
          [0, '#d8d48f'],
          [0.14, tint(green, 0.1)],
          [0.5, shade(green, 0.22)],
          [0.86, green],
          [1, '#cfcb86'],
        ]),
      );
    }
  },
  // Fern: arching fronds with many leaflets.
  (canvas, dice) => {
    for (let i = 0; i < 11; i++) {
      const turn = -80 + i * 16;
      const reach = 118 + dice.int(-18, 22);
      const [dx, dy] = [Math.sin((turn * Math.PI) / 180) * reach, -Math.cos((turn * Math.PI) / 180) * reach * 1.08];
      const green = dice.pick(GREENS);
      canvas.line(
        `M200 238Q${n(200 + dx * 0.35)} ${n(238 + dy * 0.9)} ${n(200 + dx)} ${n(238 + dy * 0.86)}`,
        shade(green, 0.2),
        1.8,
      );
      for (const side of [-1, 1]) {
        let leaflets = '';
        for (let k = 2; k < 13; k++) {
          const t = k / 13;
          const x = 200 + 2 * (1 - t) * t * dx * 0.35 + t * t * dx;
          const y = 238 + 2 * (1 - t) * t * dy * 0.9 + t * t * dy * 0.86;
          leaflets += leaflet(x, y, 27 * (1 - t * 0.6), turn + side * 62);
        }
        canvas.path(leaflets, side < 0 ? tint(green, 0.12) : shade(green, 0.08));
      }
    }
  },
  // Cactus: ribbed column with arms and a flower.
  (canvas, dice) => {
    const green = dice.pick(GREENS);
    const ribs = canvas.tile(
      12,
      40,
      `<path d="M6 0V40" stroke="${shade(green, 0.35)}" stroke-width="2" opacity=".6"/><path d="M4 10l4 4M8 10l-4 4M4 30l4 4M8 30l-4 4" stroke="#f3ead0" stroke-width=".9"/>`,
    );
    body(
      canvas,
      'M254 176C284 178 292 160 290 128C289 112 314 112 314 128C316 176 300 206 254 206Z',
      green,
      'matt',
      ribs,
    );
    body(
      canvas,
      'M150 206C116 206 104 190 106 158C107 142 130 142 131 158C131 172 136 178 150 178Z',
      green,
      'matt',
      ribs,
    );
    body(canvas, 'M152 244V108C152 44 250 44 250 108V244Z', green, 'matt', ribs);
    for (const turn of [-50, -18, 18, 50]) leaf(canvas, 201, 66, 24, 13, turn, '#dd7f8e');
    ball(canvas, 'M201 54a6 5 0 1 1 0 10a6 5 0 1 1 0-10Z', '#f0c95a');
  },
  // Palm-like: long leaves from the middle.
  (canvas, dice) => {
    for (let i = 0; i < 17; i++)
      leaf(canvas, 200 + (i - 8) * 1.6, 238, dice.int(112, 176), 27, -72 + i * 9 + dice.int(-3, 3), dice.pick(GREENS));
  },
];

const POTS = [
  'M132 232H268L252 336C250 346 242 348 200 348C158 348 150 346 148 336Z',
  'M130 232H270V322C270 342 254 348 200 348C146 348 130 342 130 322Z',
  'M140 232C110 262 118 320 148 344C160 350 240 350 252 344C282 320 290 262 260 232Z',
];

/** Forms: rubber plant, snake plant, fern, cactus, palm; the pot follows from the seed. */
export const plant: Draw = (canvas, look, dice) => {
  floorShadow(canvas, 200, 348, 142, 0.15);
  const pot = dice.pick(POTS);
  opening(canvas, 200, 232, 69, 13, look.colour, '#4a3526');
  foliage[look.form](canvas, dice);
  body(canvas, pot, look.colour, look.surface, pattern(canvas, look.pattern, look.colour, look.accent, 0.8));
  canvas.path('M131 232C150 246 250 246 269 232C250 240 150 240 131 232Z', tint(look.colour, 0.4), 'opacity=".8"');
};

/** Forms: garden can with a long spout, round indoor can. */
export const wateringCan: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  floorShadow(canvas, 212, 318, 176, 0.14);
  if (look.form === 0) {
    tube(canvas, 'M278 178C356 170 360 280 288 288', trim, 12);
    tube(canvas, 'M150 172C150 92 262 92 270 172', trim, 12);
    body(canvas, 'M146 286L62 158L46 166L40 148L86 126L92 146L80 150L156 232Z', colour, surface);
    canvas.ellipse(
      62,
      138,
      12,
      27,
      canvas.linear([
        [0, tint(trim, 0.3)],
        [1, shade(trim, 0.3)],
      ]),
      'transform="rotate(65 62 138)"',
    );
    body(canvas, 'M136 170H288L294 304C294 318 130 318 130 304Z', colour, surface, paint);
    opening(canvas, 212, 170, 76, 14, colour, shade(colour, 0.4));
    canvas.path('M133 206H291V212H133ZM131 284H293V290H131Z', shade(colour, 0.35), 'opacity=".35"');
  } else {
    tube(canvas, 'M270 190C362 150 366 300 276 290', trim, 11);
    tube(canvas, 'M146 280C76 262 110 150 46 122', colour, 11);
    ball(
      canvas,
      'M212 176C276 176 300 216 300 252C300 296 268 318 212 318C156 318 124 296 124 252C124 216 148 176 212 176Z',
      colour,
      paint,
      surface === 'matt' ? 0.35 : 0.7,
    );
    opening(canvas, 212, 184, 40, 9, colour, shade(colour, 0.4));
  }
};
