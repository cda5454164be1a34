// The table of docs/assistant.md, from the recorded results.
import { table } from '../../bench/harness/markdown.mjs';

const SETS = [
  ['assistant', 'labelled before there was an assistant'],
  ['assistant-kept-aside', 'written afterwards'],
  ['assistant-other-kinds', 'of other kinds, written then'],
  ['assistant-further', 'of any kind, written last'],
];
/** What a set was answered at first, where that was recorded. */
const FIRST = '-at-first';

export function assistantTables(results) {
  const rows = SETS.filter(([name]) => results[name]).flatMap(([name, title]) => {
    const columns = [name, name + FIRST].map((one) => results[one]);
    const row = (what, tell) => [what, ...columns.map((one) => (one === undefined ? '' : tell(one)))];
    const inLanguage = (language) =>
      row(language, ({ groups }) => `${groups[language].right} of ${groups[language].turns} turns`);
    return [
      inLanguage('English'),
      inLanguage('Chinese'),
      row('whole dialogues', ({ whole, dialogues }) => `${whole} of ${dialogues}`),
      row('products shown that are not of the feed', ({ shown }) => `${shown.invented} of ${shown.products}`),
    ].map((cells, i) => [i === 0 ? title : '…', ...cells]);
  });
  return { assistant: table(['dialogues', '', 'as labelled', 'at first'], rows) };
}
