// The table of docs/assistant.md, from the recorded results.
import { table } from '../../bench/harness/markdown.mjs';

const SETS = [
  ['assistant', 'labelled before there was an assistant'],
  ['assistant-kept-aside', 'written afterwards'],
];

export function assistantTables(results) {
  const rows = SETS.filter(([name]) => results[name]).flatMap(([name, title]) => {
    const { groups, dialogues, whole, shown } = results[name];
    const languages = ['English', 'Chinese'].map((language) => [language, groups[language]]);
    return [
      ...languages.map(([language, { turns, right }], i) => [
        i === 0 ? title : '…',
        language,
        `${right} of ${turns} turns`,
      ]),
      ['…', 'whole dialogues', `${whole} of ${dialogues}`],
      ['…', 'products shown that are not of the feed', `${shown.invented} of ${shown.products}`],
    ];
  });
  return { assistant: table(['dialogues', '', 'as labelled'], rows) };
}
