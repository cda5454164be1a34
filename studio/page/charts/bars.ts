import { element } from '../element.ts';

export interface Bar {
  name: string;
  value: number;
  /** As it is read. */
  text: string;
  /** Stands out from the others. */
  strong?: boolean;
}

/** Bars from 0 on, each with its name and figure as text: a list to a screen reader. */
export function bars(rows: readonly Bar[], label: string): HTMLElement {
  const most = Math.max(...rows.map(({ value }) => value), Number.MIN_VALUE);
  return element(
    'ul',
    { class: 'bars', 'aria-label': label },
    ...rows.map(({ name, value, text, strong }) => {
      const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
      bar.style.inlineSize = `${Math.max(0, (100 * value) / most).toFixed(1)}%`;
      return element(
        'li',
        { class: strong ? 'is-strong' : undefined },
        element('span', { class: 'bar-name' }, name),
        element('span', { class: 'bar-room' }, bar),
        element('span', { class: 'bar-figure' }, text),
      );
    }),
  );
}
