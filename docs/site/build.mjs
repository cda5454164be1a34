// `npm run docs:site`: the documents and the reference as a static site in build/site, searched by the package itself, in the browser.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import { manifest } from '../../scripts/install.mjs';
import { placeOf, readPages, root } from './pages.mjs';
import { renderReference } from './reference.mjs';
import { renderPage, renderTwin } from './render.mjs';

/** Of a section as much as is searched. */
const LONGEST = 2_000;

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {string} folder where the site goes; it is emptied */
export function buildSite(folder) {
  if (!existsSync(resolve(root, 'dist/index.js')))
    throw new Error('The package is not built. Run `npm run build` first.');
  const pages = readPages(renderReference());
  const pictures = readdirSync(resolve(root, 'docs'), { recursive: true })
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(jpg|png|svg)$/.test(path));
  const known = new Set([...pages.map(({ source }) => source), ...pictures]);
  const write = (path, text) => {
    mkdirSync(dirname(resolve(folder, path)), { recursive: true });
    writeFileSync(resolve(folder, path), text);
  };

  rmSync(folder, { recursive: true, force: true });
  const feed = [];
  for (const page of pages) {
    const { html, sections } = renderPage(page, known);
    write(placeOf(page.source), shellOf(page, pages, html));
    write(placeOf(page.source, '.md'), renderTwin(page, known));
    for (const { anchor, heading, text } of sections) {
      if (text.trim() === '' && heading === '') continue;
      const url = `${placeOf(page.source)}${anchor === '' ? '' : `#${anchor}`}`;
      const title = heading === '' || heading === page.title ? page.title : `${heading} · ${page.title}`;
      feed.push({ id: url, url, title, categories: [page.title], description: text.slice(0, LONGEST) });
    }
  }
  write('search.json', JSON.stringify(feed));
  write('llms.txt', llmsText(pages));
  for (const name of ['site.css', 'site.js']) cpSync(resolve(import.meta.dirname, name), resolve(folder, name));
  for (const path of pictures) cpSync(resolve(root, path), resolve(folder, path));
  const ofPackage = (path) => !/\/(cli|studio|types)(\/|$)|\.map$/.test(path.slice(root.length));
  cpSync(resolve(root, 'dist'), resolve(folder, 'vitrine'), { recursive: true, filter: ofPackage });
  return { pages: pages.length, sections: feed.length };
}

/** The page around a document. */
function shellOf(page, pages, html) {
  const here = placeOf(page.source);
  const to = (path) => posix.relative(posix.dirname(here), path) || posix.basename(path);
  const navigation = [...groupsOf(pages)]
    .map(([group, own]) => {
      const links = own.map(({ source, title }) => {
        const current = source === page.source ? ' aria-current="page"' : '';
        return `<li><a href="${to(placeOf(source))}"${current}>${escaped(title)}</a></li>`;
      });
      const isOpen = own.some(({ source }) => source === page.source) || group === 'Start' || group === 'For a shop';
      return `<details${isOpen ? ' open' : ''}><summary>${group}</summary><ul>${links.join('')}</ul></details>`;
    })
    .join('\n');
  return `<!doctype html>
<html lang="${page.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title === 'Vitrine' ? 'Vitrine' : `${page.title} · Vitrine`)}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="text/markdown" href="${posix.basename(placeOf(page.source, '.md'))}">
<link rel="stylesheet" href="${to('site.css')}">
<script type="module" src="${to('site.js')}"></script>
</head>
<body>
<a class="skip" href="#content">${page.lang === 'en' ? 'To the text' : '跳到正文'}</a>
<header>
<a class="name" href="${to('index.html')}">Vitrine</a>
<vitrine-search limit="12"></vitrine-search>
</header>
<nav class="to-pages" aria-label="${page.lang === 'en' ? 'Way to all pages' : '前往所有页面'}">
<a href="#pages">${page.lang === 'en' ? 'All pages' : '所有页面'}</a>
</nav>
<nav id="pages" aria-label="${page.lang === 'en' ? 'Pages' : '页面'}">
${navigation}
</nav>
<main id="content" tabindex="-1">
<section id="found" hidden aria-live="polite"></section>
<article>
${html}
</article>
</main>
</body>
</html>
`;
}

function groupsOf(pages) {
  const groups = new Map();
  for (const page of pages) groups.set(page.group, [...(groups.get(page.group) ?? []), page]);
  return groups;
}

/** What a language model reads first: every page as Markdown, by group. */
function llmsText(pages) {
  const lines = ['# Vitrine', '', `> ${manifest.description}`];
  for (const [group, own] of groupsOf(pages)) {
    lines.push('', `## ${group}`, '');
    for (const { source, title } of own) lines.push(`- [${title}](${placeOf(source, '.md')})`);
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const folder = resolve(root, 'build/site');
  const { pages, sections } = buildSite(folder);
  console.log(`${pages} pages, ${sections} sections to search → build/site`);
}
