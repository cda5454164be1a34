import { element, shape } from '../element.ts';
import { percent } from '../language.ts';

const FIELD = 28;
const NAMES = 220;

/** Rows of shares over what stands before them: a triangle of fields, darker for more (by the root, so that small shares differ). */
export function heatMap(names: readonly string[], rows: readonly (readonly number[])[], label: string): HTMLElement {
  const size = names.length * FIELD;
  return element(
    'div',
    { class: 'heat', tabindex: 0, role: 'region', 'aria-label': label },
    shape(
      'svg',
      { viewBox: `0 0 ${NAMES + size + 8} ${size + 24}`, width: NAMES + size + 8, role: 'img', 'aria-label': label },
      ...rows.flatMap((shares, row) => [
        shape(
          'text',
          { x: NAMES - 8, y: (row + 0.65) * FIELD, class: 'mark mark-end' },
          `${row + 1}. ${shortened(names[row])}`,
        ),
        ...shares.map((share, column) =>
          shape(
            'rect',
            {
              x: NAMES + column * FIELD,
              y: row * FIELD,
              width: FIELD - 2,
              height: FIELD - 2,
              rx: 3,
              class: 'heat-field',
              'fill-opacity': Math.sqrt(share).toFixed(3),
            },
            shape('title', {}, `${names[row]} → ${names[column]}: ${percent(share)}`),
          ),
        ),
      ]),
      ...names.map((_, column) =>
        shape('text', { x: NAMES + (column + 0.45) * FIELD, y: size + 16, class: 'mark mark-middle' }, `${column + 1}`),
      ),
    ),
  );
}

const LONGEST = 24;
const shortened = (name: string): string => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);
