import { type Canvas, n } from './canvas.ts';
import { type Hex, mix, shade, tint } from './colour.ts';

/** Surface patterns; `plain` draws nothing. */
export type PatternName =
  | 'plain'
  | 'stripes'
  | 'pinstripe'
  | 'dots'
  | 'speckle'
  | 'checks'
  | 'waves'
  | 'terrazzo'
  | 'botanical'
  | 'blocks'
  | 'weave'
  | 'grain';

const line = (d: string, colour: Hex, width: number, opacity = 1): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" opacity="${opacity}"/>`;
const dot = (x: number, y: number, r: number, colour: Hex, opacity = 1): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${colour}" opacity="${opacity}"/>`;

/** A scatter that looks random and repeats without a seam: steps of the golden ratio over a tile. */
function scatter(count: number, size: number, mark: (x: number, y: number, i: number) => string): string {
  return Array.from({ length: count }, (_, i) =>
    mark(((i * 0.618 + 0.07) % 1) * size, ((i * 0.7548 + 0.19) % 1) * size, i),
  ).join('');
}

/** @returns a paint for `body`, or `undefined` for plain. `scale` 1 suits a body of 200 units. */
export function pattern(canvas: Canvas, name: PatternName, base: Hex, accent: Hex, scale = 1): string | undefined {
  const s = (value: number): number => value * scale;
  switch (name) {
    case 'plain':
      return undefined;
    case 'stripes':
      return canvas.tile(s(32), s(32), `<rect width="${n(s(32))}" height="${n(s(13))}" fill="${accent}"/>`);
    case 'pinstripe':
      return canvas.tile(s(14), s(14), `<rect width="${n(s(3))}" height="${n(s(14))}" fill="${accent}" opacity=".8"/>`);
    case 'dots':
      return canvas.tile(s(28), s(28), dot(s(7), s(7), s(4.4), accent) + dot(s(21), s(21), s(4.4), accent));
    case 'speckle':
      return canvas.tile(
        s(60),
        s(60),
        scatter(34, s(60), (x, y, i) => dot(x, y, s(0.7 + (i % 4) * 0.35), i % 3 ? shade(base, 0.5) : accent, 0.7)),
      );
    case 'checks':
      return canvas.tile(
        s(36),
        s(36),
        `<rect width="${n(s(18))}" height="${n(s(36))}" fill="${accent}" opacity=".55"/><rect width="${n(s(36))}" height="${n(s(18))}" fill="${accent}" opacity=".55"/>`,
      );
    case 'waves':
      return canvas.tile(
        s(40),
        s(20),
        line(`M0 ${n(s(10))}Q${n(s(10))} ${n(s(1))} ${n(s(20))} ${n(s(10))}T${n(s(40))} ${n(s(10))}`, accent, s(4)),
      );
    case 'terrazzo':
      return canvas.tile(
        s(80),
        s(80),
        scatter(22, s(80), (x, y, i) => {
          const r = s(3 + (i % 4) * 1.8);
          const colour = [accent, shade(base, 0.35), tint(base, 0.6), mix(accent, base, 0.5)][i % 4];
          return `<path d="M${n(x)} ${n(y)}l${n(r)} ${n(-r * 0.6)}l${n(r * 0.7)} ${n(r)}l${n(-r)} ${n(r * 0.8)}Z" fill="${colour}" transform="rotate(${i * 47} ${n(x)} ${n(y)})"/>`;
        }),
      );
    case 'botanical': {
      const leaf = (x: number, y: number, turn: number): string =>
        `<path d="M0 0C${n(s(7))} ${n(s(-7))} ${n(s(7))} ${n(s(-17))} 0 ${n(s(-23))}C${n(s(-7))} ${n(s(-17))} ${n(s(-7))} ${n(s(-7))} 0 0Z" fill="${accent}" transform="translate(${n(s(x))} ${n(s(y))}) rotate(${turn})"/>`;
      return canvas.tile(
        s(64),
        s(64),
        [
          leaf(16, 30, 20),
          leaf(16, 30, 100),
          leaf(16, 30, -60),
          leaf(48, 60, 0),
          leaf(48, 60, 75),
          leaf(48, 60, -75),
        ].join(''),
      );
    }
    case 'blocks':
      return canvas.tile(s(400), s(120), `<rect width="${n(s(400))}" height="${n(s(58))}" fill="${accent}"/>`);
    case 'weave':
      return canvas.tile(
        s(8),
        s(8),
        `<path d="M0 0h${n(s(4))}v${n(s(4))}h${n(s(4))}v${n(s(4))}h${n(s(-4))}v${n(s(-4))}h${n(s(-4))}Z" fill="${accent}" opacity=".3"/>`,
      );
    case 'grain':
      return canvas.tile(
        s(120),
        s(26),
        [4, 9, 15, 21]
          .map((y, i) =>
            line(
              `M0 ${n(s(y))}C${n(s(40))} ${n(s(y - 3 + i))} ${n(s(80))} ${n(s(y + 3 - i))} ${n(s(120))} ${n(s(y))}`,
              shade(base, 0.4),
              s(1 + (i % 2)),
              0.4,
            ),
          )
          .join(''),
      );
  }
}
