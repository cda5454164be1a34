import { shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { body, floorShadow, tube } from './studio.ts';

/** Forms: daypack with a front pocket, roll-top, flap with buckles. */
export const backpack: Draw = (canvas, look) => {
  const { colour, accent, trim } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  floorShadow(canvas, 202, 340, 218, 0.11);
  tube(canvas, 'M172 84C172 44 228 44 228 84', shade(colour, 0.2), 10);
  for (const d of ['M112 150C82 190 84 270 104 318', 'M288 150C318 190 316 270 296 318'])
    tube(canvas, d, shade(colour, 0.3), 15);
  if (look.form === 1) {
    body(canvas, 'M112 140H288L298 322C298 340 102 340 102 322Z', colour, 'cloth', paint);
    body(canvas, 'M108 84C140 76 260 76 292 84L290 152C250 160 150 160 110 152Z', tint(colour, 0.06), 'cloth', paint);
    canvas.line(
      'M109 104C150 112 250 112 291 104M110 126C150 134 250 134 290 126',
      shade(colour, 0.45),
      1.6,
      'opacity=".6"',
    );
    body(canvas, 'M190 78H210V236H190Z', trim, 'matt');
    canvas.rect(182, 214, 36, 24, tint('#b9b2a6', 0.2), 4);
    canvas.rect(190, 220, 20, 12, shade(colour, 0.4), 2);
    body(canvas, 'M126 236H274V318C250 328 150 328 126 318Z', accent, 'cloth');
  } else {
    body(
      canvas,
      'M108 168C108 96 152 70 200 70C248 70 292 96 292 168L300 318C300 342 100 342 100 318Z',
      colour,
      'cloth',
      paint,
    );
    if (look.form === 0) {
      canvas.line('M122 176C122 122 156 96 200 96C244 96 278 122 278 176', shade(colour, 0.5), 4, 'opacity=".7"');
      body(canvas, 'M122 222C140 210 260 210 278 222L284 312C260 326 140 326 116 312Z', accent, 'cloth');
      canvas.line('M128 236C160 228 240 228 272 236', shade(accent, 0.55), 3.4);
      body(canvas, 'M258 234H264V262C264 268 256 268 256 262Z', trim, 'metal');
      body(canvas, 'M182 128H218V152H182Z', trim, 'matt');
    } else {
      body(
        canvas,
        'M104 172C104 96 150 68 200 68C250 68 296 96 296 172L294 226C250 246 150 246 106 226Z',
        accent,
        'cloth',
        pattern(canvas, look.pattern, accent, colour, 0.9),
      );
      for (const x of [146, 240]) {
        body(canvas, `M${x} 186H${x + 14}V292H${x}Z`, trim, 'matt');
        canvas.rect(x - 5, 252, 24, 20, tint('#a89c86', 0.25), 3);
        canvas.rect(x + 1, 257, 12, 10, trim, 2);
      }
    }
  }
};

/** Forms: shopper, bucket with a flat base, small crossbody. */
export const tote: Draw = (canvas, look, dice) => {
  const { colour, accent, trim } = look;
  const paint = pattern(canvas, look.pattern, colour, accent);
  if (look.form === 2) {
    floorShadow(canvas, 200, 322, 230, 0.1);
    canvas.line('M96 206C60 30 340 30 304 206', shade(trim, 0.2), 9);
    canvas.line('M96 206C60 30 340 30 304 206', tint(trim, 0.2), 4, 'transform="translate(-1 -1)"');
    body(
      canvas,
      'M92 196C92 182 308 182 308 196L312 300C312 324 88 324 88 300Z',
      shade(colour, 0.06),
      look.surface,
      paint,
    );
    body(canvas, 'M90 192C90 176 310 176 310 192L306 240C286 276 114 276 94 240Z', colour, look.surface, paint);
    canvas.line('M98 240C118 268 282 268 302 240', shade(colour, 0.4), 1.3, 'stroke-dasharray="4 3" opacity=".7"');
    canvas.rect(186, 246, 28, 24, '#d3b36a', 4);
    canvas.rect(193, 252, 14, 12, shade('#d3b36a', 0.4), 2);
    return;
  }
  floorShadow(canvas, 200, 338, 226, 0.11);
  for (const [y, dark] of [
    [34, 0.35],
    [50, 0.1],
  ])
    tube(canvas, `M146 ${y + 102}C146 ${y} 254 ${y} 254 ${y + 102}`, shade(trim, dark), 11);
  const d =
    look.form === 0 ? 'M98 132H302L316 326C280 342 120 342 84 326Z' : 'M112 128H288L318 300C322 334 78 334 82 300Z';
  body(canvas, d, colour, look.surface, look.pattern === 'plain' ? undefined : paint);
  if (look.form === 1) body(canvas, 'M88 262C150 274 250 274 312 262L318 300C322 336 78 336 82 300Z', trim, 'matt');
  if (look.pattern === 'plain' && look.form === 0) {
    const motif = dice.int(0, 2);
    if (motif === 0)
      for (const [x, y, r] of [
        [176, 214, 34],
        [218, 232, 34],
        [196, 258, 20],
      ])
        canvas.ellipse(x, y, r, r, accent, 'opacity=".75"');
    if (motif === 1)
      for (const r of [52, 40, 28, 16]) canvas.line(`M${200 - r} 270A${r} ${r} 0 0 1 ${200 + r} 270`, accent, 6);
    if (motif === 2)
      canvas.path(
        'M200 288C196 240 160 232 158 190C190 196 200 222 200 240C202 214 220 190 244 194C242 232 208 240 204 288Z',
        accent,
      );
  }
  canvas.line('M102 146H298', shade(colour, 0.35), 1.3, 'stroke-dasharray="4 3" opacity=".7"');
  for (const x of [146, 254]) body(canvas, `M${x - 9} 124H${x + 9}V168L${x} 176L${x - 9} 168Z`, trim, 'matt');
};
