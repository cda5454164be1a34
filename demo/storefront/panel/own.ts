import { element, icon } from '../element.ts';
import { messages } from '../language.ts';
import { type Section, section } from './section.ts';

/** Endings of feeds and logs; the content tells what a file is. */
const FILES = '.json,.jsonl,.ndjson,.csv,.tsv,.txt,.xml,.gz,.parquet,.inter,.dat';

/** Where the visitor brings a feed and a log of their own; files may also be dropped anywhere on the page. */
export function ownSection(onFiles: (files: readonly File[]) => void): Section {
  const say = messages();
  const input = element('input', {
    type: 'file',
    multiple: true,
    accept: FILES,
    class: 'visually-hidden',
    id: 'own-files',
    'aria-label': say.ownFiles,
  });
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) onFiles(files);
  });
  const label = element('label', { class: 'button', for: 'own-files' }, icon('upload'), say.ownChoose);
  return {
    root: section(
      'own',
      say.panelOwn,
      element('p', { class: 'quiet' }, say.ownText),
      element('p', { class: 'panel-actions' }, input, label),
      element('p', {}, element('a', { href: './studio.html' }, say.ownStudio)),
    ),
  };
}
