// The reference: what each entry exports, with its types and its docstrings, as Markdown.
import { readModels } from '../../scripts/api-report.mjs';

const ENTRY_OF = { vitrine: 'vitrine', 'script-tag': 'vitrine/script' };
const ORDER = ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable'];

/** @returns {Map<string, string>} a page for each entry, and one that lists them */
export function renderReference() {
  const pages = new Map();
  const lines = ['# Reference', '', 'What each entry of the package exports, as its types say it.', ''];
  for (const [name, members] of readModels()) {
    const entry = ENTRY_OF[name] ?? `vitrine/${name}`;
    const sorted = [...members].sort(
      (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1),
    );
    pages.set(`reference/${name}.md`, [`# ${entry}`, '', ...sorted.flatMap(tellMember)].join('\n'));
    const names = sorted.slice(0, 6).map((member) => `\`${member.name}\``);
    lines.push(`- [${entry}](${name}.md): ${names.join(', ')}${sorted.length > 6 ? ' and others' : ''}`);
  }
  return new Map([['reference/README.md', `${lines.join('\n')}\n`], ...pages]);
}

function tellMember(member) {
  const lines = [`## ${member.name}`, '', '```ts', signatureOf(member), '```', '', ...tellDoc(member.docComment)];
  for (const inner of (member.members ?? []).filter(({ name }) => name)) {
    const words = tellDoc(inner.docComment).join(' ').replace(/\s+/g, ' ').trim();
    lines.push(`- \`${signatureOf(inner)}\`${words === '' ? '' : ` ${words}`}`);
  }
  return [...lines, ''];
}

function signatureOf({ excerptTokens = [] }) {
  const text = excerptTokens.map(({ text }) => text).join('');
  return text
    .replace(/^export (declare )?/, '')
    .replaceAll('`', "'")
    .trim();
}

/** A docstring as Markdown: what it says, then parameters, result and errors. */
function tellDoc(comment = '') {
  const text = comment
    .replace(/^\/\*\*|\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim();
  const [said, ...tags] = text.split(/(?:^|\s)@(?=param|returns|throws)/);
  const told = tags.map((tag) => {
    const [, kind, rest] = /^(\w+)\s+([\s\S]*)$/.exec(tag) ?? [];
    if (kind === 'param') return `- ${rest.replace(/^(\S+)(?: -)?/, '`$1`:').trim()}`;
    return `- ${kind === 'returns' ? 'Returns' : 'Throws'} ${rest?.trim() ?? ''}`;
  });
  return [...(said.trim() === '' ? [] : [said.trim(), '']), ...told, ...(told.length > 0 ? [''] : [])];
}
