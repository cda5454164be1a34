// A document as HTML: headings with anchors, links between the pages of the site, wide tables that scroll.
import { posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import { placeOf } from './pages.mjs';

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** Where a link of a document leads on the site: `undefined` where that is no page of it. */
function targetOf(source, link, known, extension) {
  if (/^[a-z]+:/i.test(link) || link.startsWith('#')) return link;
  const [path, anchor] = link.split('#');
  const target = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '/README.md');
  if (!known.has(target)) return undefined;
  const place = posix.relative(posix.dirname(placeOf(source)), placeOf(target, extension));
  return anchor === undefined ? place : `${place}#${anchor}`;
}

/**
 * @param {{ source: string, text: string }} page
 * @param {ReadonlySet<string>} known sources that are pages of the site, or files that it has
 * @returns {{ html: string, sections: { anchor: string, heading: string, text: string }[] }}
 */
export function renderPage({ source, text }, known) {
  const markdown = new MarkdownIt({ html: true, linkify: false });
  const tokens = markdown.parse(text.replaceAll(/<!--.*?-->/gs, ''), {});
  const anchors = new Map();
  const sections = [{ anchor: '', heading: '', text: '' }];
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') {
      const heading = textOf(tokens[i + 1]);
      const plain = anchorOf(heading);
      const times = anchors.get(plain) ?? 0;
      anchors.set(plain, times + 1);
      const anchor = times === 0 ? plain : `${plain}-${times}`;
      token.attrSet('id', anchor);
      sections.push({ anchor, heading, text: '' });
    } else if (token.type === 'inline' && tokens[i - 1]?.type !== 'heading_open') {
      sections.at(-1).text += `${textOf(token)} `;
    }
    for (const inner of token.children ?? []) {
      if (inner.type === 'link_open') {
        const target = targetOf(source, inner.attrGet('href') ?? '', known, '.html');
        // What is not on the site is named, and not linked.
        if (target === undefined) inner.attrs = [['class', 'elsewhere']];
        else inner.attrSet('href', target);
      }
      if (inner.type === 'image') inner.attrSet('loading', 'lazy');
    }
  });
  let tables = 0;
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll('<table>', () => `<div class="wide" tabindex="0" role="region" aria-label="Table ${++tables}"><table>`)
    .replaceAll('</table>', '</table></div>')
    .replaceAll(/<th( [^>]*)?><\/th>/g, '<td></td>')
    .replaceAll('<pre>', '<pre tabindex="0">');
  return { html, sections };
}

const textOf = (token) =>
  (token.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline' || type === 'softbreak')
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('');

/** The same document as Markdown, its links leading to the other documents of the site. */
export const renderTwin = ({ source, text }, known) =>
  text.replaceAll(/\]\(([^)\s]+)\)/g, (whole, link) => {
    const target = targetOf(source, link, known, '.md');
    return target === undefined ? whole : `](${target})`;
  });
