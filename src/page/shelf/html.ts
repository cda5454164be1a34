import type { Tree } from './tree.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const WITHOUT_END = new Set(['img']);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

/** Attributes as HTML, each after a space, their values escaped. */
export const writeAttributes = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');

/** Markup as HTML. Every text and every value is escaped. */
export function writeHtml({ tag, attributes: { part, ...rest }, children }: Tree): string {
  const named = writeAttributes({ ...(part ? { part, class: part } : {}), ...rest });
  if (WITHOUT_END.has(tag)) return `<${tag}${named}>`;
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : writeHtml(child)));
  return `<${tag}${named}>${inner.join('')}</${tag}>`;
}
