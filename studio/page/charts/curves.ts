import { element, shape } from '../element.ts';
import { number } from '../language.ts';

export interface Curve {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  /** Which of the colours of the style sheet, from 0. */
  colour: number;
  dashed?: boolean;
}

export interface CurveAxes {
  /** What is drawn, for a screen reader. */
  label: string;
  x: string;
  y: string;
  /** Ends of the axes. Default: those of the points. */
  range?: { x: readonly [number, number]; y: readonly [number, number] };
  digits?: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [480, 250, 44, 32];

/** Lines over one another, with their names. The figures stand in a table or in words beside it. */
export function curves(lines: readonly Curve[], { label, x, y, range, digits = 2 }: CurveAxes): HTMLElement {
  const points = lines.flatMap((line) => line.points);
  const [x0, x1] = range?.x ?? ends(points.map(([value]) => value));
  const [y0, y1] = range?.y ?? ends(points.map(([, value]) => value));
  const across = (value: number): number => LEFT + ((WIDTH - LEFT - 8) * (value - x0)) / (x1 - x0 || 1);
  const up = (value: number): number => 8 + (HEIGHT - BOTTOM - 8) * (1 - (value - y0) / (y1 - y0 || 1));
  const marks = [0, 0.5, 1].map((part) => y0 + part * (y1 - y0));
  return element(
    'figure',
    { class: 'chart' },
    shape(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
      ...marks.flatMap((value) => [
        shape('line', { x1: LEFT, x2: WIDTH - 8, y1: up(value), y2: up(value), class: 'rule' }),
        shape('text', { x: LEFT - 6, y: up(value) + 4, class: 'mark mark-end' }, number(value, digits)),
      ]),
      ...lines.map(({ points, colour, dashed }) =>
        shape('polyline', {
          points: points.map(([a, b]) => `${across(a).toFixed(1)},${up(b).toFixed(1)}`).join(' '),
          class: `line colour-${colour}${dashed ? ' dashed' : ''}`,
        }),
      ),
      shape('text', { x: (WIDTH + LEFT) / 2, y: HEIGHT - 6, class: 'mark mark-middle' }, x),
    ),
    element(
      'figcaption',
      {},
      element('span', { class: 'quiet' }, y),
      element(
        'ul',
        { class: 'legend' },
        ...lines.map(({ name, colour, dashed }) =>
          element('li', { class: `swatch colour-${colour}${dashed ? ' dashed' : ''}` }, name),
        ),
      ),
    ),
  );
}

function ends(values: readonly number[]): [number, number] {
  const sound = values.filter(Number.isFinite);
  return sound.length === 0 ? [0, 1] : [Math.min(...sound), Math.max(...sound)];
}
