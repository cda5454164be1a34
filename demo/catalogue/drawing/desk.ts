import { n } from './canvas.ts';
import { mix, shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { ball, body, floorShadow, lyingShadow, tube } from './studio.ts';

/** Forms: elastic-band notebook, cloth-spined book, ring-bound pad. */
export const notebook: Draw = (canvas, look) => {
  const { colour, accent, trim } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  canvas.placed('rotate(-7 200 200)', () => {
    const cover =
      'M112 66H290C298 66 302 70 302 78V326C302 334 298 338 290 338H112C104 338 100 334 100 326V78C100 70 104 66 112 66Z';
    lyingShadow(canvas, cover);
    canvas.rect(108, 74, 202, 270, shade('#f2ead9', 0.18), 6);
    for (const i of [0, 1, 2]) canvas.rect(106 + i * 0.5, 72, 201 - i, 268 - i * 2, tint('#f2ead9', i * 0.3), 5);
    body(canvas, cover, colour, 'flat', paint);
    if (look.form === 0) {
      canvas.rect(262, 66, 9, 272, shade(accent, 0.1));
      canvas.rect(262, 66, 3, 272, tint(accent, 0.35));
      canvas.path('M170 338H182V368L176 360L170 368Z', accent);
    } else if (look.form === 1) {
      canvas.path('M112 66H140V338H112C104 338 100 334 100 326V78C100 70 104 66 112 66Z', trim);
      canvas.path(
        'M112 66H140V338H112C104 338 100 334 100 326V78C100 70 104 66 112 66Z',
        canvas.linear([
          [0, '#1d130c', 0.3],
          [0.3, '#fffaf2', 0.2],
          [1, '#1d130c', 0.15],
        ]),
      );
    } else {
      for (let y = 84; y < 330; y += 17) {
        canvas.ellipse(113, y, 4.6, 4.6, shade(colour, 0.55));
        canvas.line(`M113 ${y}C92 ${y - 10} 84 ${y + 4} 98 ${y + 5}`, tint('#a7a29a', 0.25), 3.2);
      }
    }
    canvas.rect(172, 112, 78, 46, tint('#f6efe0', 0.3), 3);
    canvas.line('M184 128H238M184 142H222', mix(colour, '#3a2f26', 0.5), 2, 'opacity=".6"');
  });
};

/** Forms: over-ear on a stand, lying pair from the front. */
export const headphones: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  if (look.form === 0) {
    floorShadow(canvas, 200, 346, 150, 0.12);
    body(canvas, 'M192 108H208V330H192Z', trim, 'matt');
    body(canvas, 'M132 332C132 324 268 324 268 332V340C268 348 132 348 132 340Z', trim, 'matt');
  } else {
    floorShadow(canvas, 200, 316, 250, 0.1);
  }
  tube(canvas, 'M104 220C92 40 308 40 296 220', shade(trim, 0.1), 13);
  tube(canvas, 'M126 132C146 74 254 74 274 132', accent, 25);
  for (const side of [-1, 1]) {
    const x = 200 + side * 96;
    canvas.line(`M${x} 186V212`, tint('#a9a49b', 0.3), 9);
    const inner = x - side * 22;
    body(
      canvas,
      `M${inner - 13} 202C${inner - 20} 202 ${inner - 20} 302 ${inner - 13} 302H${inner + 13}C${inner + 20} 302 ${inner + 20} 202 ${inner + 13} 202Z`,
      accent,
      'cloth',
    );
    const d = `M${x - 20} 196C${x - 34} 196 ${x - 34} 308 ${x - 20} 308H${x + 20}C${x + 34} 308 ${x + 34} 196 ${x + 20} 196Z`;
    body(canvas, d, colour, surface, pattern(canvas, look.pattern, colour, accent, 0.5));
    canvas.ellipse(x + side * 5, 252, 13, 26, shade(colour, 0.2), 'opacity=".5"');
    canvas.ellipse(x + side * 5, 252, 4, 8, tint(trim, 0.4));
  }
};

/** Forms: wooden car, stacking rings, robot, sailing boat. */
export const toy: Draw = (canvas, look) => {
  const { colour, accent, trim } = look;
  const grain = pattern(canvas, 'grain', trim, trim, 0.8);
  const knob = (x: number, y: number, r: number, paint: string): void =>
    ball(canvas, `M${x} ${y - r}a${r} ${r} 0 1 1 0 ${2 * r}a${r} ${r} 0 1 1 0 ${-2 * r}Z`, paint, undefined, 0.45);
  if (look.form === 0) {
    floorShadow(canvas, 200, 312, 290, 0.08);
    body(
      canvas,
      'M52 270V234C52 214 66 206 88 202L122 150C130 138 140 134 156 134H236C254 134 262 140 272 154L300 200C334 204 352 216 352 244V270C352 278 52 278 52 270Z',
      colour,
      'gloss',
      pattern(canvas, look.pattern, colour, accent, 0.7),
    );
    body(canvas, 'M136 156C140 150 146 148 154 148H190V200H110Z', tint(trim, 0.6), 'gloss');
    body(canvas, 'M202 148H234C244 148 250 152 256 160L278 200H202Z', tint(trim, 0.6), 'gloss');
    for (const x of [122, 284]) {
      knob(x, 272, 40, trim);
      canvas.ellipse(x, 272, 18, 18, accent);
      knob(x, 272, 7, tint(trim, 0.3));
    }
    knob(340, 232, 9, '#f2d27a');
  } else if (look.form === 1) {
    floorShadow(canvas, 200, 330, 210, 0.12);
    const colours = [colour, accent, tint(colour, 0.4), mix(colour, accent, 0.5), tint(accent, 0.4)];
    body(canvas, 'M104 316H296V332C296 338 104 338 104 332Z', trim, 'matt', grain);
    for (let i = 0; i < 5; i++) {
      const [half, y] = [94 - i * 14, 318 - i * 41];
      body(
        canvas,
        `M${200 - half} ${y - 21}C${200 - half} ${y - 48} ${200 + half} ${y - 48} ${200 + half} ${y - 21}C${200 + half} ${y + 6} ${200 - half} ${y + 6} ${200 - half} ${y - 21}Z`,
        colours[i],
        'gloss',
      );
    }
    knob(200, 88, 27, trim);
  } else if (look.form === 2) {
    floorShadow(canvas, 200, 342, 170, 0.12);
    canvas.line('M200 96V64', shade(trim, 0.2), 6);
    knob(200, 58, 11, accent);
    for (const x of [158, 218]) body(canvas, `M${x} 284H${x + 26}V340H${x - 4}Z`, trim, 'matt', grain);
    tube(canvas, 'M126 210C92 226 92 262 100 282M274 210C308 226 308 262 300 282', accent, 16);
    body(
      canvas,
      'M128 196H272C280 196 282 202 282 210L276 284C276 292 124 292 124 284L118 210C118 202 120 196 128 196Z',
      colour,
      'gloss',
      pattern(canvas, look.pattern, colour, accent, 0.6),
    );
    body(
      canvas,
      'M134 96H266C276 96 280 102 280 112V176C280 186 276 190 266 190H134C124 190 120 186 120 176V112C120 102 124 96 134 96Z',
      tint(trim, 0.25),
      'matt',
      grain,
    );
    for (const x of [168, 232]) {
      canvas.ellipse(x, 138, 17, 17, '#fbf6ea');
      knob(x, 139, 9, '#2c2622');
    }
    canvas.line('M172 170C186 178 214 178 228 170', shade(colour, 0.3), 5);
    for (const x of [172, 200, 228]) knob(x, 244, 9, x === 200 ? accent : trim);
  } else {
    floorShadow(canvas, 200, 322, 260, 0.09);
    body(canvas, 'M194 60H206V270H194Z', trim, 'matt', grain);
    body(
      canvas,
      'M212 74C268 120 300 180 306 246H212Z',
      tint(colour, 0.25),
      'cloth',
      pattern(canvas, look.pattern, colour, accent, 0.8),
    );
    body(canvas, 'M188 96C152 140 118 190 106 246H188Z', accent, 'cloth');
    body(canvas, 'M62 264H340C336 298 312 324 274 324H128C92 324 70 300 62 264Z', colour, 'gloss');
    canvas.path('M66 280H336L334 290H69Z', tint(accent, 0.5), 'opacity=".9"');
    canvas.path(`M206 60L${n(246)} 72L206 84Z`, accent);
  }
};
