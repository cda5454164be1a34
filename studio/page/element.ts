type Child = Node | string | null | undefined | false;
type Listeners = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

/** Attributes by name; `true` sets an empty one, `false` and `undefined` set none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. Text is always text: nothing of a visitor's files is ever parsed as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** A part of a drawing. */
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** A button, and what it does. */
export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return listening(element('button', { type: 'button', class: 'button', ...attributes }, text), { click: onClick });
}

export function listening<TElement extends HTMLElement>(made: TElement, listeners: Listeners): TElement {
  for (const [type, listener] of Object.entries(listeners)) made.addEventListener(type, listener as EventListener);
  return made;
}

function filled<TElement extends Element>(
  made: TElement,
  attributes: Attributes,
  children: readonly Child[],
): TElement {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}
