import { element, listening, shape } from '../element.ts';

export interface MapPoint {
  name: string;
  x: number;
  y: number;
  colour: number;
  /** Grows with this, 0…1. */
  weight: number;
}

const SIZE = 640;
const EDGE = 16;
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Points on two axes. The one under the pointer, or the one that arrow keys went to, is told in words. */
export class PointMap {
  readonly root: HTMLElement;
  readonly #told = element('p', { class: 'map-told', role: 'status' });
  readonly #places: readonly (readonly [number, number])[];
  readonly #circles: readonly SVGCircleElement[];
  #current = -1;

  /** @param tell what is said of a point */
  constructor(
    readonly points: readonly MapPoint[],
    label: string,
    hint: string,
    readonly tell: (index: number) => string,
  ) {
    const xs = points.map(({ x }) => x);
    const ys = points.map(({ y }) => y);
    const spread = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) || 1;
    const scale = (SIZE - 2 * EDGE) / spread;
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    this.#places = points.map(({ x, y }) => [EDGE + (x - left) * scale, EDGE + (y - top) * scale]);
    this.#circles = points.map(({ colour, weight }, i) =>
      shape('circle', {
        cx: this.#places[i][0].toFixed(1),
        cy: this.#places[i][1].toFixed(1),
        r: (2.2 + 5 * weight).toFixed(1),
        class: `point colour-${colour}`,
      }),
    );
    const bottom = Math.max(...this.#places.map(([, y]) => y)) + EDGE;
    const svg = shape('svg', { viewBox: `0 0 ${SIZE} ${bottom.toFixed(0)}`, 'aria-hidden': 'true' }, ...this.#circles);
    svg.addEventListener('pointermove', (event) => {
      const { left, top, width } = svg.getBoundingClientRect();
      const zoom = SIZE / width;
      this.go(this.#nearest((event.clientX - left) * zoom, (event.clientY - top) * zoom));
    });
    const field = listening(
      element('div', { class: 'map-field', tabindex: 0, role: 'application', 'aria-label': `${label}. ${hint}` }, svg),
      {
        keydown: (event) => this.#onKey(event),
        focus: () => {
          if (this.#current < 0 && points.length > 0) this.go(0);
        },
      },
    );
    this.root = element('div', { class: 'map' }, field, this.#told);
  }

  /** Only points of this colour stand out; all where none is given. */
  light(colour: number | undefined): void {
    this.#circles.forEach((circle, i) => {
      circle.classList.toggle('is-dim', colour !== undefined && this.points[i].colour !== colour);
    });
  }

  go(index: number): void {
    this.#circles[this.#current]?.classList.remove('is-current');
    this.#current = index;
    const circle = this.#circles[index];
    if (circle === undefined) return;
    circle.classList.add('is-current');
    this.#told.textContent = this.tell(index);
  }

  #nearest(x: number, y: number): number {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    this.#places.forEach(([a, b], i) => {
      const away = (a - x) ** 2 + (b - y) ** 2;
      if (away < least) [best, least] = [i, away];
    });
    return best;
  }

  #onKey(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const [x, y] = this.#places[this.#current] ?? [0, 0];
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    this.#places.forEach(([a, b], i) => {
      const along = (a - x) * direction[0] + (b - y) * direction[1];
      const aside = Math.abs((a - x) * direction[1]) + Math.abs((b - y) * direction[0]);
      // Straight ahead counts more than near: what lies aside is reached by the other keys.
      if (i !== this.#current && along > 0 && along + 2 * aside < least) [best, least] = [i, along + 2 * aside];
    });
    if (best >= 0) this.go(best);
  }
}
