import { element } from '../element.ts';

/** One part of the panel; `refresh` is called while the panel is open, whenever something may have changed. */
export interface Section {
  root: HTMLElement;
  refresh?: () => void | Promise<void>;
}

/** A part of the panel under its heading. */
export function section(name: string, heading: string, ...content: (Node | string)[]): HTMLElement {
  return element('section', { class: `panel-section panel-${name}` }, element('h3', {}, heading), ...content);
}
