import type { Tree } from './tree.ts';

/** An element of a shelf or a search field: its part, its attributes, and what is in it. All text goes in as text. */
export function make<TTag extends keyof HTMLElementTagNameMap>(
  tag: TTag,
  { part, ...attributes }: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[TTag] {
  const made = document.createElement(tag);
  if (part) {
    made.part.add(part);
    made.classList.add(part);
  }
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** What a tree describes, as an element. */
export const grow = ({ tag, attributes, children }: Tree): HTMLElement => make(tag, attributes, ...growAll(children));

export const growAll = (children: Tree['children']): (Node | string)[] =>
  children.map((child) => (typeof child === 'string' ? child : grow(child)));
