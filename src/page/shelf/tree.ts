/** A piece of markup as plain data: a page makes elements of it, a server writes it as HTML. A string is text. */
export interface Tree {
  tag: keyof HTMLElementTagNameMap;
  /** `part` gives the part and a class of the same name. */
  attributes: Readonly<Record<string, string>>;
  children: readonly (Tree | string)[];
}

export const tree = (tag: Tree['tag'], attributes: Tree['attributes'] = {}, ...children: Tree['children']): Tree => ({
  tag,
  attributes,
  children,
});
