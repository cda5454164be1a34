import { type Canvas, n } from './canvas.ts';
import { type Hex, mix, shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { ball, body, floorShadow, lyingShadow } from './studio.ts';

/** Soft folds of a garment that lies flat. */
function folds(canvas: Canvas, colour: Hex, lines: readonly string[]): void {
  for (const d of lines) {
    canvas.line(d, shade(colour, 0.5), 3, 'opacity=".16"');
    canvas.line(d, tint(colour, 0.6), 1.6, 'opacity=".3" transform="translate(-2.4 0)"');
  }
}

const ribs = (canvas: Canvas, colour: Hex): string =>
  canvas.tile(6, 6, `<path d="M1.5 0V6" stroke="${shade(colour, 0.4)}" stroke-width="1.4" opacity=".55"/>`);

const knit = (canvas: Canvas, colour: Hex): string =>
  canvas.tile(
    9,
    8,
    `<path d="M0 1L4.5 6L9 1" fill="none" stroke="${shade(colour, 0.42)}" stroke-width="1.3" opacity=".34"/>`,
  );

/** Forms: crew-neck jumper, roll-neck, cardigan. */
export const jumper: Draw = (canvas, look) => {
  const { colour, accent } = look;
  const torso = 'M134 106C160 96 176 92 182 92H218C224 92 240 96 266 106L284 322C250 332 150 332 116 322Z';
  const sleeves = [
    'M136 105C104 118 90 150 82 196L56 304C66 312 84 316 98 314L128 222Z',
    'M264 105C296 118 310 150 318 196L344 304C334 312 316 316 302 314L272 222Z',
  ];
  lyingShadow(canvas, `${torso}${sleeves.join('')}`);
  const paint = pattern(canvas, look.pattern, colour, accent, 1.05);
  const knitting = knit(canvas, colour);
  for (const d of [...sleeves, torso]) {
    body(canvas, d, colour, 'cloth', paint);
    canvas.path(d, knitting);
  }
  const band = mix(colour, accent, look.pattern === 'plain' ? 0.05 : 0.45);
  const ribbing = ribs(canvas, band);
  for (const d of [
    'M114 302C150 312 250 312 286 302L288 324C250 336 150 336 112 324Z',
    'M60 284C70 292 88 297 102 295L98 315C84 318 64 313 54 306Z',
    'M340 284C330 292 312 297 298 295L302 315C316 318 336 313 346 306Z',
  ])
    body(canvas, d, band, 'cloth', ribbing);
  if (look.form === 1) {
    body(canvas, 'M168 58C186 50 214 50 232 58L230 100C214 110 186 110 170 100Z', band, 'cloth', ribbing);
    canvas.ellipse(200, 60, 30, 8, shade(colour, 0.5));
  } else {
    canvas.path('M164 92C176 130 224 130 236 92Z', shade(colour, 0.5));
    canvas.line('M164 92C174 134 226 134 236 92', band, 13, '', 'butt');
    canvas.line(
      'M164 92C174 134 226 134 236 92',
      shade(band, 0.4),
      13,
      'stroke-dasharray="1.4 4.6" opacity=".4"',
      'butt',
    );
  }
  if (look.form === 2) {
    canvas.path('M193 124L191 330H209L207 124Z', shade(band, 0.08));
    for (const y of [154, 196, 238, 280]) ball(canvas, `M200 ${y - 6}a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z`, look.trim);
  }
  folds(canvas, colour, [
    'M134 170C140 200 138 240 128 270',
    'M266 170C260 200 262 240 272 270',
    'M160 300C172 270 172 240 166 214',
  ]);
};

/** Forms: plain, with a printed badge, with a pocket. */
export const tee: Draw = (canvas, look, dice) => {
  const { colour, accent, trim } = look;
  const d =
    'M136 96C158 88 172 84 178 82C186 98 214 98 222 82C228 84 242 88 264 96L338 150L306 204L278 186L282 328C250 336 150 336 118 328L122 186L94 204L62 150Z';
  lyingShadow(canvas, d);
  body(canvas, d, colour, 'cloth', pattern(canvas, look.form === 1 ? 'plain' : look.pattern, colour, accent, 1.05));
  canvas.path('M178 82C186 98 214 98 222 82L226 80C214 76 186 76 174 80Z', shade(colour, 0.45));
  canvas.line('M175 82C184 106 216 106 225 82', shade(colour, 0.18), 5);
  canvas.line(
    'M66 153L97 202M334 153L303 202M119 322C150 330 250 330 281 322',
    shade(colour, 0.4),
    1.2,
    'opacity=".5" stroke-dasharray="3 2.4"',
  );
  if (look.form === 1) {
    const [a, b] = [dice.int(20, 40), dice.int(0, 3)];
    canvas.within('M200 140a52 52 0 1 1 0 104a52 52 0 1 1 0-104Z', () => {
      canvas.rect(140, 130, 120, 120, accent);
      canvas.ellipse(200 + a - 28, 178, 24, 24, tint(trim, 0.4));
      const hills = [
        'M140 214L176 176L204 210L226 186L262 224V260H140Z',
        'M140 206Q170 186 200 206T262 206V260H140Z',
        'M140 220H262V232H140ZM140 238H262V250H140Z',
        'M196 250C186 216 160 206 160 178C190 182 200 200 200 224C202 196 220 182 242 184C240 210 214 216 206 250Z',
      ];
      canvas.path(hills[b], shade(mix(accent, trim, 0.5), 0.2));
    });
  } else if (look.form === 2) {
    canvas.path('M216 148H256V188L236 198L216 188Z', tint(accent, 0.05));
    canvas.line('M216 148H256V188L236 198L216 188Z', shade(accent, 0.3), 1.2, 'stroke-dasharray="3 2.4"');
  }
  folds(canvas, colour, [
    'M130 206C140 240 136 280 128 312',
    'M270 206C260 240 264 280 272 312',
    'M196 300C204 270 200 250 206 226',
    'M112 132C124 146 126 160 124 178',
    'M288 132C276 146 274 160 276 178',
  ]);
};

/** Forms: bobble hat, cap, bucket hat. */
export const hat: Draw = (canvas, look) => {
  const { colour, accent } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  floorShadow(canvas, 202, 302, 230, 0.1);
  if (look.form === 0) {
    const dome = 'M98 238C92 140 150 96 200 96C250 96 308 140 302 238Z';
    body(canvas, dome, colour, 'cloth', paint);
    canvas.path(dome, knit(canvas, colour));
    const cuff = 'M86 232C120 216 280 216 314 232C320 256 318 282 312 300C276 312 124 312 88 300C82 282 80 256 86 232Z';
    body(canvas, cuff, accent, 'cloth', ribs(canvas, accent));
    ball(
      canvas,
      'M200 46C226 44 238 64 234 84C232 104 218 112 200 112C182 112 168 104 166 84C162 64 174 44 200 46Z',
      tint(accent, 0.2),
      undefined,
      0.35,
    );
    for (let i = 0; i < 26; i++) {
      const turn = i * 2.4;
      const r = 15 + (i % 5) * 5;
      canvas.line(
        `M${n(200 + Math.cos(turn) * r)} ${n(79 + Math.sin(turn) * r)}l${n(Math.cos(turn) * 7)} ${n(Math.sin(turn) * 7)}`,
        i % 2 ? shade(accent, 0.25) : tint(accent, 0.5),
        1.6,
        'opacity=".7"',
      );
    }
  } else if (look.form === 1) {
    body(
      canvas,
      'M96 258C84 160 140 112 204 112C268 112 310 164 304 258C250 240 150 240 96 258Z',
      colour,
      'cloth',
      paint,
    );
    canvas.line(
      'M200 112C176 150 168 200 168 246M204 112C232 150 240 200 240 247',
      shade(colour, 0.4),
      1.3,
      'opacity=".6"',
    );
    body(
      canvas,
      'M96 256C150 236 250 236 304 256C344 272 368 286 360 296C340 310 270 284 200 284C140 284 100 284 96 256Z',
      accent,
      'cloth',
    );
    canvas.line('M110 264C160 250 250 250 296 264', shade(accent, 0.4), 1.2, 'stroke-dasharray="4 3" opacity=".7"');
    ball(canvas, 'M202 105a9 7 0 1 1 0 14a9 7 0 1 1 0-14Z', accent);
    canvas.rect(182, 178, 42, 34, tint(look.trim, 0.2), 4);
    canvas.line('M190 202L200 188L206 196L211 190L217 202', shade(look.trim, 0.5), 2);
  } else {
    body(canvas, 'M130 224L146 124C160 104 240 104 254 124L270 224Z', colour, 'cloth', paint);
    canvas.ellipse(200, 122, 54, 13, tint(colour, 0.2));
    body(canvas, 'M128 204C160 216 240 216 272 204L276 228C240 240 160 240 124 228Z', accent, 'cloth');
    body(
      canvas,
      'M124 226C160 240 240 240 276 226C310 250 342 276 336 288C310 318 90 318 64 288C58 276 90 250 124 226Z',
      colour,
      'cloth',
      paint,
    );
    for (const w of [0, 1, 2])
      canvas.line(
        `M${92 - w * 10} ${258 + w * 12}C140 ${286 + w * 9} 260 ${286 + w * 9} ${308 + w * 10} ${258 + w * 12}`,
        shade(colour, 0.4),
        1,
        'opacity=".4"',
      );
  }
};
