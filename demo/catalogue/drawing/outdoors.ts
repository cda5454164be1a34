import { shade, tint } from './colour.ts';
import type { Draw } from './look.ts';
import { pattern } from './patterns.ts';
import { ball, body, floorShadow, tube } from './studio.ts';

/** Forms: ridge tent, dome, bell tent. */
export const tent: Draw = (canvas, look) => {
  const { colour, accent, trim } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.9);
  floorShadow(canvas, 204, 310, 330, 0.08);
  if (look.form === 0) {
    body(canvas, 'M150 98L290 84L386 296L252 310Z', shade(colour, 0.1), 'flat', paint);
    body(canvas, 'M150 98L254 310H38Z', tint(colour, 0.06), 'flat');
    canvas.path(
      'M150 130L176 310H112Z',
      canvas.linear(
        [
          [0, '#2a1f17'],
          [1, '#5a4433'],
        ],
        [0, 0, 0, 1],
      ),
    );
    canvas.path('M150 130L112 310H84C104 240 130 180 150 130Z', accent);
    canvas.path('M150 130L176 310H204C186 240 164 180 150 130Z', shade(accent, 0.14));
    canvas.line('M150 98V84M290 84V70', trim, 6);
    canvas.line('M38 310L14 318M386 296L396 312M150 92L60 322', shade(trim, 0.2), 1.8);
    canvas.line('M150 98L290 84', tint(colour, 0.5), 2);
  } else if (look.form === 1) {
    ball(canvas, 'M34 310C40 190 116 108 200 108C284 108 360 190 366 310Z', colour, paint, 0.4);
    canvas.line(
      'M34 310C80 210 140 130 200 108C260 130 320 210 366 310M120 310C130 220 160 140 200 108C240 140 270 220 280 310',
      shade(trim, 0.05),
      4,
    );
    canvas.path('M136 310C142 240 168 186 200 168C232 186 258 240 264 310Z', accent);
    canvas.path(
      'M200 172C190 230 170 280 156 310H246C234 280 214 230 200 172Z',
      canvas.linear(
        [
          [0, '#2a1f17'],
          [1, '#5b4636'],
        ],
        [0, 0, 0, 1],
      ),
    );
    canvas.line('M34 310L12 320M366 310L390 320', shade(trim, 0.2), 2);
  } else {
    canvas.line('M200 84V60', trim, 6);
    body(canvas, 'M200 78L348 238L336 312H64L52 238Z', colour, 'matt', paint);
    canvas.path('M52 238L64 312H336L348 238Z', shade(colour, 0.2), 'opacity=".5"');
    canvas.line('M200 78L128 312M200 78L272 312M200 78L84 312M200 78L316 312', shade(colour, 0.4), 1.4, 'opacity=".5"');
    canvas.path(
      'M200 150L232 312H168Z',
      canvas.linear(
        [
          [0, '#2a1f17'],
          [1, '#6b5340'],
        ],
        [0, 0, 0, 1],
      ),
    );
    canvas.path('M200 150L168 312H146C160 250 184 190 200 150Z', accent);
    canvas.line('M54 240L14 320M346 240L386 320M128 160L26 322', shade(trim, 0.2), 1.6);
  }
};

/** Forms: slim bottle, wide flask with a cup lid, bottle with a carrying loop. */
export const flask: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  const paint = pattern(canvas, look.pattern, colour, accent, 0.8);
  const x = 200;
  floorShadow(canvas, x, 342, look.form === 1 ? 132 : 104, 0.17);
  if (look.form === 0) {
    body(canvas, 'M176 70H224V112H176Z', trim, 'metal');
    body(
      canvas,
      'M174 108H226C228 140 252 144 252 176V326C252 342 148 342 148 326V176C148 144 172 140 174 108Z',
      colour,
      surface,
      paint,
    );
    canvas.rect(148, 300, 104, 5, tint(trim, 0.3), 0, 'opacity=".6"');
  } else if (look.form === 1) {
    tube(canvas, 'M262 168C330 168 330 282 262 282', trim, 14);
    body(canvas, 'M142 66C142 58 258 58 258 66L262 128H138Z', trim, 'metal');
    body(
      canvas,
      'M132 126H268C274 140 270 150 268 156V326C268 344 132 344 132 326V156C130 150 126 140 132 126Z',
      colour,
      surface,
      paint,
    );
    canvas.rect(133, 162, 134, 6, shade(colour, 0.35), 0, 'opacity=".4"');
  } else {
    tube(canvas, 'M172 92C172 44 228 44 228 92', trim, 11);
    body(canvas, 'M162 86H238V124H162Z', trim, 'matt');
    body(
      canvas,
      'M158 122H242C258 138 262 152 262 172V324C262 344 138 344 138 324V172C138 152 142 138 158 122Z',
      colour,
      surface,
      paint,
    );
    body(canvas, 'M138 290H262V324C262 344 138 344 138 324Z', accent, 'matt');
  }
  canvas.ellipse(x, 214, 13, 13, tint(colour, 0.5), 'opacity=".55"');
  canvas.line(`M${x - 6} 217L${x} 206L${x + 6} 217`, shade(colour, 0.35), 2);
};

/** Forms: hurricane lantern, square garden lantern. */
export const lantern: Draw = (canvas, look) => {
  const { colour, accent, trim, surface } = look;
  canvas.ellipse(
    200,
    214,
    180,
    170,
    canvas.radial([
      [0, '#ffd18a', 0.7],
      [0.5, '#ffdca6', 0.25],
      [1, '#ffe6bd', 0],
    ]),
  );
  floorShadow(canvas, 200, 336, 160, 0.14);
  const flame = (y: number): void => {
    canvas.ellipse(
      200,
      y,
      34,
      44,
      canvas.radial([
        [0, '#fff4cf', 0.95],
        [0.4, '#ffd27a', 0.6],
        [1, '#ffb84a', 0],
      ]),
    );
    canvas.path(
      `M200 ${y - 32}C214 ${y - 8} 214 ${y + 14} 200 ${y + 20}C186 ${y + 14} 186 ${y - 8} 200 ${y - 32}Z`,
      '#ffb43e',
    );
    canvas.path(`M200 ${y - 12}C207 ${y} 207 ${y + 12} 200 ${y + 17}C193 ${y + 12} 193 ${y} 200 ${y - 12}Z`, '#fff1c2');
  };
  if (look.form === 0) {
    tube(canvas, 'M138 150C110 36 290 36 262 150', trim, 7);
    tube(canvas, 'M146 290C116 230 128 160 166 138M254 290C284 230 272 160 234 138', colour, 10);
    canvas.path(
      'M166 160C140 200 146 250 166 276H234C254 250 260 200 234 160Z',
      canvas.linear([
        [0, '#fff6df', 0.5],
        [0.3, '#ffffff', 0.75],
        [0.6, '#ffe9bd', 0.4],
        [1, '#fff6df', 0.6],
      ]),
    );
    flame(232);
    body(canvas, 'M160 118H240L248 162H152Z', colour, surface);
    body(canvas, 'M176 96H224V120H176Z', shade(colour, 0.1), surface);
    body(
      canvas,
      'M140 276H260L268 326C268 342 132 342 132 326Z',
      colour,
      surface,
      pattern(canvas, look.pattern, colour, accent, 0.7),
    );
  } else {
    tube(canvas, 'M172 96C172 48 228 48 228 96', trim, 7);
    canvas.rect(
      136,
      150,
      128,
      156,
      canvas.linear([
        [0, '#fff3d9', 0.55],
        [0.4, '#ffffff', 0.7],
        [1, '#ffe7b8', 0.5],
      ]),
    );
    canvas.rect(182, 252, 36, 54, '#f4ead6', 5);
    flame(228);
    body(canvas, 'M200 84L276 144H124Z', colour, surface);
    body(canvas, 'M124 142H276V158H124Z', colour, surface);
    for (const x of [126, 262]) body(canvas, `M${x} 156H${x + 12}V308H${x}Z`, colour, surface);
    canvas.path('M197 158H203V306H197Z', colour, 'opacity=".85"');
    body(
      canvas,
      'M116 304H284V332C284 338 116 338 116 332Z',
      colour,
      surface,
      pattern(canvas, look.pattern, colour, accent, 0.7),
    );
  }
};
