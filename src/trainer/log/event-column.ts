import type { InteractionName } from '../../contract/interaction.ts';
import { namesIn, plainName } from '../../reading/column-names.ts';
import { candidates, fieldsNamed, type NamedColumns, namedField } from './columns.ts';
import { codesOf, type EventMeaning, meaningOf, plainWord } from './event-words.ts';
import { LogQuestionError } from './log-question.ts';

/** Which field tells events, and what its words mean. */
export interface EventReading {
  field: number;
  /** The field that says it more exactly where it is filled, as Algolia's `eventSubtype` says what kind of conversion it was. */
  exact?: number;
  meaning: (word: string) => EventMeaning | undefined;
}

/** Columns that say what became of an order. */
export const STATUS_COLUMNS = 'orderstatus financialstatus paymentstatus status state bestellstatus';
/** The column that says of which kind the event of a row is. */
const EXACT_COLUMN = 'eventsubtype';
/** Names that say so little that only their words can make them the column of events. */
const WEAK_EVENTS = new Set(['type', 'name', 'activity', 'vorgang', '操作', 'アクション']);
/** Words of an event are few. */
const MOST_KINDS = 20;
const MOST_WORDS = 1000;

/**
 * The field that tells events, where there is one: by its name and its words, or by its words alone.
 * @param taken fields that say other things
 * @throws VitrineError `bad-options` where a field should tell them and none of its words is known
 */
export function eventField(
  fields: readonly string[],
  named: NamedColumns,
  eventWords: Readonly<Record<string, InteractionName>>,
  valuesOf: (field: number) => string[],
  guesses: string[],
  taken: readonly (number | undefined)[],
): EventReading | undefined {
  const own = new Map(Object.entries(eventWords).map(([word, name]) => [plainWord(word), name]));
  const given = namedField(fields, named, 'event');
  if (given === null) return undefined;
  const fits = (field: number) => {
    const words = new Set(
      valuesOf(field)
        .filter((word) => word !== '')
        .map((word) => word.toLowerCase()),
    );
    const codes = codesOf(plainName(fields[field]), words);
    const meaning = remembered((word) => own.get(plainWord(word)) ?? codes?.[word.trim()] ?? meaningOf(word));
    const known = [...words].filter((word) => meaning(word) !== undefined);
    const products = known.filter((word) => meaning(word) !== 'no product').length;
    return { field, words, codes, meaning, known: known.length, products };
  };
  const all = (given === undefined ? candidates(fields, 'event').filter((field) => !taken.includes(field)) : [given])
    .map(fits)
    .filter(({ words }) => words.size > 0);
  const best = all.find(({ products }) => products > 0);
  const chosen = best && (all.find((one) => one.products > best.products) ?? best);
  if (chosen !== undefined) {
    if (chosen.codes !== undefined) {
      const said = Object.entries(chosen.codes).map(([code, name]) => `${code} is ${name}`);
      guesses.push(`The numbers of ${fields[chosen.field]} are read as public logs have them: ${said.join(', ')}.`);
    }
    const exact = given === undefined ? exactField(fields, valuesOf) : undefined;
    if (exact === undefined) return chosen;
    guesses.push(`Events are read from ${fields[exact]} where it is filled, else from ${fields[chosen.field]}.`);
    return { ...chosen, exact };
  }
  const strong = all.find(
    ({ field, words }) => given === field || (isStrong(fields[field]) ? words.size <= 50 : areCodes(words)),
  );
  if (strong === undefined) {
    const passed = all.filter(({ field }) => isStrong(fields[field])).map(({ field }) => fields[field]);
    if (passed.length > 0)
      guesses.push(`No word of ${passed.join(', ')} is known, and it is not taken for the events.`);
    const status = fieldsNamed(fields, namesIn(STATUS_COLUMNS));
    const spoken = fields.findIndex((_, field) => {
      if (taken.includes(field) || status.includes(field)) return false;
      const { words, known, products } = fits(field);
      return words.size > 1 && words.size <= MOST_KINDS && known === words.size && products > 0;
    });
    if (spoken < 0) return undefined;
    guesses.push(`${fields[spoken]} is taken for the events, by its words; if it is another thing: --columns event=`);
    return fits(spoken);
  }
  const [first, second] = strong.words;
  throw new LogQuestionError(
    { about: 'eventWords', field: fields[strong.field], words: [...strong.words] },
    `No word of the column ${fields[strong.field]} is known: ${[...strong.words].slice(0, 8).join(', ')}.`,
    `Say what they mean: --event-words ${[first, second]
      .filter((word) => word !== undefined)
      .map((word, i) => `${word}=${i === 0 ? 'view_item' : 'purchase'}`)
      .join(',')}; or, where this is no column of events: --columns event=`,
  );
}

const exactField = (fields: readonly string[], valuesOf: (field: number) => string[]): number | undefined =>
  fieldsNamed(fields, [EXACT_COLUMN]).find((field) => valuesOf(field).some((word) => meaningOf(word)));

/** Words of events are few: what each means is looked for once. */
function remembered(meaningOf: (word: string) => EventMeaning | undefined): (word: string) => EventMeaning | undefined {
  const known = new Map<string, EventMeaning | undefined>();
  return (word) => {
    const meaning = known.get(word);
    if (meaning !== undefined || known.has(word)) return meaning;
    const found = meaningOf(word);
    if (known.size < MOST_WORDS) known.set(word, found);
    return found;
  };
}

/** A few small numbers, which may stand for words. */
const areCodes = (words: ReadonlySet<string>): boolean =>
  words.size > 1 && words.size <= MOST_KINDS / 2 && [...words].every((word) => /^\d{1,2}$/.test(word));

const isStrong = (field: string): boolean => !WEAK_EVENTS.has(plainName(field.slice(field.lastIndexOf('.') + 1)));
