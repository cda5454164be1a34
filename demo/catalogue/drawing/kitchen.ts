import { shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { ball, body, floorShadow, opening, tube } from './studio.ts';

/** Forms: straight mug, bellied mug, cup with saucer. */
export const mug: Draw = (canvas, look) => {
  const { colour, accent, surface } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.8);
  if (look.form === 2) {
    floorShadow(canvas, 196, 300, 250, 0.11);
    canvas.ellipse(196, 292, 122, 25, shade(accent, 0.34));
    canvas.ellipse(
      196,
      287,
      122,
      25,
      canvas.linear([
        [0, shade(accent, 0.12)],
        [0.3, tint(accent, 0.4)],
        [1, shade(accent, 0.2)],
      ]),
    );
    canvas.ellipse(
      198,
      289,
      76,
      14,
      canvas.radial([
        [0, '#1d130c', 0.4],
        [1, '#1d130c', 0],
      ]),
    );
    tube(canvas, 'M272 204C330 190 330 262 258 256', colour, 14);
    body(canvas, 'M112 182C112 240 136 290 168 292L226 292C258 290 282 240 282 182Z', colour, surface, paint);
    opening(canvas, 197, 182, 85, 20, colour, accent);
    canvas.ellipse(
      197,
      188,
      70,
      13,
      canvas.linear([
        [0, '#3a1f10'],
        [1, '#6b4226'],
      ]),
    );
    return;
  }
  floorShadow(canvas, 190, 304, 176, 0.14);
  tube(canvas, look.form === 0 ? 'M264 176C338 164 342 270 262 262' : 'M270 190C344 184 334 276 258 272', colour, 20);
  const outline =
    look.form === 0
      ? 'M110 136L114 282C116 300 132 308 190 308C248 308 264 300 266 282L270 136Z'
      : 'M122 136C96 196 100 268 130 298C140 306 240 306 250 298C280 268 284 196 258 136Z';
  body(canvas, outline, colour, surface, paint);
  if (look.pattern === 'speckle') {
    canvas.within(outline, () =>
      body(canvas, 'M90 120H300V206C250 222 220 198 190 210C150 224 130 204 90 214Z', accent, surface),
    );
  }
  const rim = look.form === 0 ? 80 : 68;
  opening(canvas, 190, 136, rim, rim * 0.23, colour, tint(accent, 0.15));
};

/** Forms: round teapot, goose-neck kettle, enamel kettle. */
export const teapot: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  floorShadow(canvas, 200, 310, 214, 0.13);
  if (look.form === 0) {
    tube(canvas, 'M292 178C366 166 362 276 284 274', trim, 17);
    body(canvas, 'M122 262C72 262 74 196 46 172L66 162C104 178 96 212 134 214Z', colour, surface);
    ball(
      canvas,
      'M204 144C284 144 308 196 308 232C308 284 266 312 204 312C142 312 100 284 100 232C100 196 124 144 204 144Z',
      colour,
      paint,
    );
    body(canvas, 'M150 154C160 128 248 128 258 154C246 164 162 164 150 154Z', shade(colour, 0.06), surface);
    ball(canvas, 'M204 106a16 15 0 1 1 0 30a16 15 0 1 1 0-30Z', trim);
  } else if (look.form === 1) {
    tube(canvas, 'M284 176C366 150 372 262 300 266', trim, 18);
    tube(canvas, 'M128 278C62 268 108 168 54 148', colour, 17);
    body(canvas, 'M142 166H270L304 296C306 308 296 312 206 312C116 312 106 308 108 296Z', colour, surface, paint);
    body(canvas, 'M146 166C150 148 262 148 266 166Z', shade(colour, 0.1), surface);
    body(canvas, 'M196 128H216V152H196Z', trim, 'matt');
    canvas.rect(110, 284, 192, 6, shade(colour, 0.3), 0, 'opacity=".35"');
  } else {
    tube(canvas, 'M124 190C118 76 292 76 286 190', trim, 13);
    body(canvas, 'M286 250C326 244 318 196 352 184L342 168C300 176 304 212 274 212Z', colour, surface);
    body(
      canvas,
      'M136 176C108 208 98 258 106 296C110 312 122 314 204 314C286 314 298 312 302 296C310 258 300 208 272 176Z',
      colour,
      surface,
      paint,
    );
    body(canvas, 'M134 178C150 152 258 152 274 178C250 188 158 188 134 178Z', tint(colour, 0.06), surface);
    ball(canvas, 'M204 132a15 13 0 1 1 0 26a15 13 0 1 1 0-26Z', trim);
  }
};

/** Forms: one deep bowl, a nest of three, a wide serving bowl. */
export const bowl: Draw = (canvas, look) => {
  const { colour, accent, surface } = look;
  const one = (x: number, y: number, width: number, depth: number, paintColour: string, plain = false): void => {
    const half = width / 2;
    const d = `M${x - half} ${y}C${x - half} ${y + depth * 0.7} ${x - half * 0.5} ${y + depth} ${x - half * 0.36} ${y + depth}H${x + half * 0.36}C${x + half * 0.5} ${y + depth} ${x + half} ${y + depth * 0.7} ${x + half} ${y}Z`;
    body(canvas, d, paintColour, surface, plain ? undefined : pattern(canvas, look.pattern, paintColour, accent, 0.9));
    opening(canvas, x, y, half, half * 0.22, paintColour, plain ? paintColour : tint(accent, 0.1));
  };
  if (look.form === 1) {
    floorShadow(canvas, 198, 312, 190, 0.12);
    one(198, 226, 216, 86, colour);
    one(200, 182, 192, 70, accent, true);
    one(198, 142, 168, 60, tint(colour, 0.35));
    return;
  }
  const wide = look.form === 2;
  floorShadow(canvas, 198, 304, wide ? 170 : 160, 0.13);
  one(198, wide ? 214 : 186, wide ? 282 : 234, wide ? 90 : 118, colour);
};

/** Forms: casserole with lid, saucepan, frying pan from above. */
export const pan: Draw = (canvas, look) => {
  const { colour, trim, surface } = look;
  if (look.form === 2) {
    floorShadow(canvas, 168, 262, 280, 0.2);
    canvas.path(
      'M246 196L368 112C378 106 388 118 378 126L262 220Z',
      canvas.linear(
        [
          [0, shade(trim, 0.3)],
          [0.5, tint(trim, 0.24)],
          [1, shade(trim, 0.2)],
        ],
        [0, 0, 1, 1],
      ),
    );
    canvas.ellipse(166, 240, 134, 84, shade(colour, 0.45));
    canvas.ellipse(
      166,
      232,
      134,
      84,
      canvas.linear([
        [0, shade(colour, 0.1)],
        [0.3, tint(colour, 0.34)],
        [1, shade(colour, 0.4)],
      ]),
    );
    canvas.ellipse(
      166,
      236,
      121,
      73,
      canvas.radial(
        [
          [0, tint('#3b3a39', 0.2)],
          [0.6, '#343231'],
          [1, '#1f1d1c'],
        ],
        [0.4, 0.35, 0.75],
      ),
    );
    canvas.ellipse(
      140,
      214,
      62,
      26,
      canvas.radial([
        [0, '#ffffff', 0.26],
        [1, '#ffffff', 0],
      ]),
    );
    return;
  }
  floorShadow(canvas, 194, 308, 232, 0.12);
  if (look.form === 0) {
    tube(canvas, 'M84 214C48 210 48 250 88 248', colour, 15);
    tube(canvas, 'M306 214C342 210 342 250 302 248', colour, 15);
    body(
      canvas,
      'M80 196H310L302 286C300 304 288 310 195 310C102 310 90 304 88 286Z',
      colour,
      surface,
      pattern(canvas, look.pattern, colour, look.accent),
    );
    body(
      canvas,
      'M76 196C80 150 150 134 195 134C240 134 310 150 314 196C290 208 100 208 76 196Z',
      tint(colour, 0.05),
      surface,
    );
    ball(canvas, 'M195 104a21 16 0 1 1 0 32a21 16 0 1 1 0-32Z', trim);
  } else {
    body(canvas, 'M262 196H384C392 196 392 216 384 216H262Z', trim, 'matt');
    canvas.ellipse(374, 206, 6, 4, shade(trim, 0.6));
    body(
      canvas,
      'M72 180H286L280 288C278 304 268 310 179 310C90 310 80 304 78 288Z',
      colour,
      surface,
      pattern(canvas, look.pattern, colour, look.accent),
    );
    opening(canvas, 179, 180, 107, 20, colour, '#8d8780');
  }
};
