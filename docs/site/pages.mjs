// The pages of the site, in the order of its navigation: documents of this repository, and the reference that is made of the types.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Documents by the group that they stand in. */
const GROUPS = {
  Start: [
    'README.md',
    'README.zh.md',
    'docs/quick-start.zh.md',
    'docs/README.md',
    'docs/troubleshooting.md',
    'docs/glossary.md',
  ],
  'For a shop': [
    'docs/embedding.md',
    'docs/shelf.md',
    'docs/search.md',
    'docs/assistant.md',
    'docs/feeds-and-logs.md',
    'docs/studio.md',
    'docs/privacy.md',
    'docs/experiments.md',
    'docs/large-catalogues.md',
    'docs/shards.md',
    'docs/scale.md',
    'docs/generators.md',
    'docs/transfer.md',
    'docs/reliability.md',
  ],
  'Coming from': [
    'docs/migrating/README.md',
    'docs/migrating/algolia-recommend.md',
    'docs/migrating/recombee.md',
    'docs/migrating/nosto.md',
    'docs/migrating/klevu.md',
  ],
  'What was measured': ['docs/accuracy.md', 'docs/performance.md'],
  'For contributors': [
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'docs/pack.md',
    'docs/contributing-source.md',
    'docs/contributing-adapter.md',
    'docs/decisions/README.md',
  ],
};
/** Names in the navigation, where a document's own title tells too little there. */
const NAMES = { 'README.zh.md': 'Vitrine · 简体中文', 'docs/README.md': 'All documents' };
/** Documents that the navigation leaves to links: every other page in `docs`. */
const FURTHER = 'Further';

/**
 * @typedef {{ source: string, group: string, text: string, title: string, lang: string }} Page
 * @param {Map<string, string>} reference pages of the reference by their path
 * @returns {Page[]}
 */
export function readPages(reference) {
  const named = Object.entries(GROUPS).flatMap(([group, sources]) => sources.map((source) => ({ source, group })));
  const known = new Set(named.map(({ source }) => source));
  const others = readdirSync(resolve(root, 'docs'), { recursive: true })
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
    .filter((source) => source.endsWith('.md') && !source.startsWith('docs/api/') && !known.has(source))
    .sort();
  const documents = [...named, ...others.map((source) => ({ source, group: FURTHER }))].map((page) => ({
    ...page,
    text: readFileSync(resolve(root, page.source), 'utf8'),
  }));
  const references = [...reference].map(([source, text]) => ({ source, text, group: 'Reference' }));
  return [...documents, ...references].map((page) => ({
    ...page,
    title: NAMES[page.source] ?? /^# (.+)$/m.exec(page.text)?.[1].replaceAll('`', '') ?? page.source,
    lang: page.source.endsWith('.zh.md') ? 'zh-Hans' : 'en',
  }));
}

/** Where a document stands on the site: `docs/README.md` at `docs/index.html`. */
export const placeOf = (source, extension = '.html') =>
  source.replace(/(^|\/)README\.md$/, '$1index.md').replace(/\.md$/, extension);
