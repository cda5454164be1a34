import { number } from '../storefront/language.ts';

/** One curve of the plot. */
export interface Curve {
  name: string;
  /** Class of its line. */
  look: string;
  values: number[];
}

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 36;
const BOTTOM = 20;

/** Curves over training, drawn anew at each step. The figures stand in words beside it, so it is hidden from readers. */
export class LossPlot {
  readonly root = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'plot', 'aria-hidden': 'true' });

  draw(curves: readonly Curve[]): void {
    const highest = Math.max(1, ...curves.flatMap(({ values }) => values.filter(Number.isFinite)));
    const longest = Math.max(2, ...curves.map(({ values }) => values.length));
    const x = (at: number): number => LEFT + ((WIDTH - LEFT) * at) / (longest - 1);
    const y = (value: number): number => (HEIGHT - BOTTOM) * (1 - value / highest) + 4;
    const lines = [0, highest / 2, highest].flatMap((value) => [
      svg('line', { x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value), class: 'plot-rule' }),
      svg('text', { x: LEFT - 6, y: y(value) + 4, class: 'plot-mark' }, number(value, 1)),
    ]);
    const paths = curves.map(({ look, values }) =>
      svg('polyline', {
        points: values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' '),
        class: `plot-line ${look}`,
      }),
    );
    this.root.replaceChildren(...lines, ...paths);
  }
}

function svg(tag: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
