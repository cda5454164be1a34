import type { Hex } from './colour.ts';

/** Offset 0…1, colour, opacity (default 1). */
export type Stop = readonly [offset: number, colour: Hex, opacity?: number];

const stopsOf = (stops: readonly Stop[]): string =>
  stops
    .map(([at, colour, opacity = 1]) => {
      const alpha = opacity === 1 ? '' : ` stop-opacity="${opacity}"`;
      return `<stop offset="${at}" stop-color="${colour}"${alpha}/>`;
    })
    .join('');

/** Numbers are rounded to a tenth of a unit: pictures stay small. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

/** An SVG picture of 400 × 400 units under construction: shapes in order, and the paints they use. */
export class Canvas {
  readonly #defs: string[] = [];
  readonly #shapes: string[] = [];

  #define(make: (id: string) => string): string {
    const id = `p${this.#defs.length}`;
    this.#defs.push(make(id));
    return `url(#${id})`;
  }

  /** A paint along a line; coordinates are shares of the painted shape. Default: left to right. */
  linear(stops: readonly Stop[], [x1, y1, x2, y2]: readonly number[] = [0, 0, 1, 0]): string {
    return this.#define(
      (id) =>
        `<linearGradient id="${id}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${stopsOf(stops)}</linearGradient>`,
    );
  }

  radial(stops: readonly Stop[], [cx, cy, r]: readonly number[] = [0.5, 0.5, 0.5]): string {
    return this.#define(
      (id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}</radialGradient>`,
    );
  }

  /** A paint that repeats a tile of `width` × `height` units. */
  tile(width: number, height: number, content: string, transform = ''): string {
    return this.#define(
      (id) =>
        `<pattern id="${id}" width="${n(width)}" height="${n(height)}" patternUnits="userSpaceOnUse"${
          transform && ` patternTransform="${transform}"`
        }>${content}</pattern>`,
    );
  }

  /** Draws what `content` adds only within the path `d`. */
  within(d: string, content: () => void): void {
    const clip = this.#define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
    this.#shapes.push(`<g clip-path="${clip}">`);
    content();
    this.#shapes.push('</g>');
  }

  /** Draws what `content` adds moved, turned or scaled. */
  placed(transform: string, content: () => void): void {
    this.#shapes.push(`<g transform="${transform}">`);
    content();
    this.#shapes.push('</g>');
  }

  path(d: string, fill: string, more = ''): void {
    this.#shapes.push(`<path d="${d}" fill="${fill}"${more && ` ${more}`}/>`);
  }

  /** A stroke without filling. */
  line(d: string, colour: string, width: number, more = '', ends: 'round' | 'butt' = 'round'): void {
    this.path(
      d,
      'none',
      `stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="${ends}" stroke-linejoin="round"${more && ` ${more}`}`,
    );
  }

  ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, more = ''): void {
    this.#shapes.push(
      `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${more && ` ${more}`}/>`,
    );
  }

  disc(cx: number, cy: number, r: number, fill: string): void {
    this.ellipse(cx, cy, r, r, fill);
  }

  rect(x: number, y: number, width: number, height: number, fill: string, radius = 0, more = ''): void {
    this.#shapes.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}"${more && ` ${more}`}/>`,
    );
  }

  toString(): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400"><defs>${this.#defs.join('')}</defs>${this.#shapes.join('')}</svg>`;
  }
}
