import { type Canvas, n } from './canvas.ts';
import { type Hex, shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { body, floorShadow } from './studio.ts';

/** Laces across the tongue, from (x1, y1) down to (x2, y2). */
function laces(canvas: Canvas, [x1, y1, x2, y2]: readonly number[], rows: number, colour: Hex): void {
  for (let i = 0; i < rows; i++) {
    const t = i / (rows - 1);
    const [x, y] = [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t];
    canvas.line(`M${n(x - 15)} ${n(y + 7)}L${n(x + 17)} ${n(y - 6)}`, shade(colour, 0.35), 6.4);
    canvas.line(`M${n(x - 15)} ${n(y + 6)}L${n(x + 17)} ${n(y - 7)}`, colour, 5);
  }
}

/** Forms: runner, high-top, slip-on. All face right. */
export const sneaker: Draw = (canvas, look) => {
  const { colour, accent, surface } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.7);
  const light = tint(accent, 0.72);
  floorShadow(canvas, 200, 306, 310, 0.07);
  const sole =
    look.form === 0
      ? 'M44 262C38 292 42 304 62 306H346C374 306 378 290 366 268C300 280 120 276 44 262Z'
      : 'M48 266V294C48 304 54 306 62 306H350C366 306 370 296 366 272Z';
  body(canvas, sole, light, 'matt');
  if (look.form === 0)
    canvas.path('M46 288C140 296 280 296 372 286C374 298 366 306 346 306H62C48 306 44 300 46 288Z', shade(accent, 0.1));
  else canvas.rect(49, 284, 318, 5, accent, 2);
  if (look.form === 0) {
    const upper =
      'M50 264C44 226 54 184 62 168C84 184 110 182 128 160C146 186 188 222 236 228C300 234 356 244 366 270C300 282 120 278 50 264Z';
    body(canvas, upper, colour, surface, paint);
    canvas.within(upper, () => {
      canvas.path('M298 226C316 236 318 262 306 290H400V220Z', tint(accent, 0.1));
      canvas.path('M40 150H96C104 200 96 240 88 300H30Z', accent);
      canvas.path('M108 268C130 226 170 220 210 272L196 276C172 244 150 244 126 276Z', light);
      canvas.path('M50 262C120 276 300 280 366 268V284H50Z', '#1d130c', 'opacity=".2"');
    });
    canvas.path('M128 160C146 186 188 222 236 228L222 242C176 234 132 204 112 174Z', shade(colour, 0.24));
    laces(canvas, [138, 182, 216, 228], 5, light);
    canvas.line('M62 168C84 184 110 182 128 160', shade(colour, 0.4), 7);
  } else if (look.form === 1) {
    const upper = 'M50 268C50 200 66 130 76 92C104 104 140 102 164 88C172 150 196 204 246 222C306 232 364 240 366 274Z';
    body(canvas, upper, colour, surface, paint);
    canvas.within(upper, () => {
      canvas.path('M286 224C308 236 316 256 310 280H400V210Z', light);
      canvas.path('M40 232H92V280H40Z', accent);
      canvas.path('M50 262H370V280H50Z', '#1d130c', 'opacity=".2"');
    });
    canvas.ellipse(112, 158, 25, 25, light);
    canvas.ellipse(112, 158, 20, 20, accent);
    canvas.path('M112 144l4 9 10 1-7 7 2 10-9-5-9 5 2-10-7-7 10-1Z', light);
    canvas.path('M164 88C172 150 196 204 246 222L230 236C184 218 152 160 144 96Z', shade(colour, 0.22));
    laces(canvas, [162, 118, 226, 222], 7, light);
    canvas.line('M76 92C104 104 140 102 164 88', shade(colour, 0.4), 6);
  } else {
    const upper = 'M50 268C46 226 58 196 70 180C110 196 150 196 182 184C236 208 358 222 366 272Z';
    body(canvas, upper, colour, surface, paint);
    canvas.path('M70 180C110 196 150 196 182 184C160 176 96 170 70 180Z', shade(colour, 0.5));
    canvas.path('M148 193L196 190L206 230L162 226Z', accent);
    canvas.path(
      'M148 193L196 190L206 230L162 226Z',
      canvas.tile(5, 5, `<path d="M1 0V5" stroke="${shade(accent, 0.4)}" stroke-width="1"/>`),
    );
    canvas.line('M70 180C110 196 150 196 182 184', shade(colour, 0.3), 5);
    canvas.line('M212 226C220 244 214 258 204 268', shade(colour, 0.4), 1.4, 'opacity=".6"');
  }
};

/** Forms: ankle boot with elastic sides, laced hiking boot, rain boot. All face right. */
export const boot: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  floorShadow(canvas, 204, 322, 284, 0.08);
  const heel =
    look.form === 1
      ? 'M76 284H352C366 292 366 306 356 314L344 322L328 314L312 322L296 314L280 322L264 314L180 316L164 322L148 314L132 322L116 314L100 322L84 316Z'
      : 'M82 286H350C364 292 362 308 346 312H190L178 302L166 322H88C80 322 82 296 82 286Z';
  body(canvas, heel, shade(look.form === 0 ? trim : accent, 0.35), 'matt');
  const upper =
    look.form === 2
      ? 'M92 58H198L206 190C212 214 260 226 306 234C346 240 356 262 352 290H80C78 220 90 140 92 58Z'
      : 'M94 84C126 92 164 92 192 82C196 140 202 176 220 196C262 214 344 222 352 288H80C76 216 88 150 94 84Z';
  const laced = look.form === 1;
  body(
    canvas,
    upper,
    colour,
    look.form === 2 ? 'gloss' : surface,
    pattern(canvas, laced ? 'plain' : look.pattern, colour, accent, 0.8),
  );
  canvas.within(upper, () => {
    if (look.form === 0) {
      canvas.path('M132 92H170L176 196C164 208 148 208 136 196Z', accent);
      canvas.path(
        'M132 92H170L176 196C164 208 148 208 136 196Z',
        canvas.tile(5, 5, `<path d="M1 0V5" stroke="${shade(accent, 0.5)}" stroke-width="1.4"/>`),
      );
    }
    if (laced) {
      canvas.path('M292 214C306 236 306 262 296 300H400V200Z', shade(accent, 0.1));
      canvas.path('M70 216H122C130 244 128 270 124 300H60Z', shade(accent, 0.1));
      canvas.path('M84 82H200V112C160 120 120 120 84 112Z', accent);
    }
    if (look.form === 2) canvas.path('M80 58H210V76H80Z', accent);
    canvas.path('M80 278H356V292H80Z', '#1d130c', 'opacity=".24"');
  });
  if (laced) {
    canvas.path('M192 88C196 140 204 178 226 198L206 214C180 196 170 150 166 98Z', shade(colour, 0.32));
    laces(canvas, [184, 112, 214, 202], 6, tint(trim, 0.3));
  }
  if (look.form === 0) canvas.line('M96 84C90 70 98 62 106 70L108 88', shade(trim, 0.1), 5);
  canvas.line('M222 200C214 224 214 250 222 284', shade(colour, 0.45), 1.4, 'opacity=".5"');
};
