import type { InteractionName } from '../../../src/contract/interaction.ts';
import { READABLE_INTERACTIONS } from '../../../src/trainer/log/event-words.ts';
import type { LogSummary } from '../../../src/trainer/log/inspect-log.ts';
import type { LogQuestion } from '../../../src/trainer/log/log-question.ts';
import type { LogHints } from '../../../src/trainer/log/understanding.ts';
import type { Bench, FeedUnderstanding, LogUnderstanding } from '../../workbench.ts';
import { bars } from '../charts/bars.ts';
import { button, element, listening } from '../element.ts';
import { bytes, fill, messages, number, percent } from '../language.ts';
import { type Stage, wordsOf } from '../stage.ts';
import { dropResults, takeFiles } from '../take-files.ts';

const ROWS_SHOWN = 20;
const FIELDS_OFFERED = 24;
const COLUMNS = ['user', 'item', 'event', 'time', 'quantity'] as const;

/** Files in, and what was understood of them. */
export function dataScreen(stage: Stage): HTMLElement {
  const say = messages();
  const { bench } = stage;
  return element(
    'div',
    { class: 'screen' },
    element('h2', {}, say.dataTitle),
    dropZone(stage),
    element(
      'div',
      { class: 'halves' },
      bench.feed ? feedPart(bench.feed) : element('section', { class: 'part' }, element('p', {}, say.feedNone)),
      bench.log ? logPart(stage, bench.log) : element('section', { class: 'part' }, element('p', {}, say.logNone)),
    ),
    (bench.pack || bench.generator || bench.describer || bench.pictures) && madePart(bench),
    element(
      'p',
      { class: 'actions' },
      bench.log && 'summary' in bench.log && button(say.next, () => stage.go('training'), { class: 'button main' }),
      hasAny(bench) && button(say.forget, () => void forget(stage)),
    ),
  );
}

const hasAny = ({ feed, log, pack, generator, describer, pictures }: Bench): boolean =>
  [feed, log, pack, generator, describer, pictures].some((one) => one !== undefined);

/** What was trained or brought, beside feed and log. */
function madePart({ pack, generator, describer, pictures }: Bench): HTMLElement {
  const say = messages();
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, say.madeTitle),
    element(
      'ul',
      {},
      pack && element('li', {}, fill(say.packOnBench, { products: pack.products, size: bytes(pack.bytes) })),
      generator &&
        element(
          'li',
          {},
          fill(say.generatorOnBench, { file: generator.file, size: generator.size, kinds: generator.kinds.length }),
        ),
      describer && element('li', {}, fill(say.describerOnBench, { file: describer.file })),
      pictures && element('li', {}, fill(say.picturesOnBench, { count: pictures.count })),
    ),
  );
}

async function forget(stage: Stage): Promise<void> {
  await stage.workbench.clear();
  stage.run.training.state = 'idle';
  dropResults(stage);
  stage.lay({ name: '' });
  stage.announce(messages().forgotten);
}

function dropZone(stage: Stage): HTMLElement {
  const say = messages();
  const { ownFiles } = stage.place;
  const problem = element('p', { class: 'problem', role: 'alert' });
  const take = (given: Parameters<typeof takeFiles>[1]): void => void takeFiles(stage, given, problem);
  const input = listening(element('input', { type: 'file', multiple: true, id: 'files' }), {
    change: () => take([...(input.files ?? [])]),
  });
  const zone: HTMLElement = listening(
    element(
      'div',
      { class: 'drop' },
      element('p', {}, say.drop),
      element('p', { class: 'quiet' }, say.dropForms),
      element('p', {}, element('label', { for: 'files' }, `${say.choose}: `), input),
      ownFiles &&
        element(
          'p',
          {},
          button(say.ownFiles, () => take(ownFiles)),
        ),
      problem,
    ),
    {
      dragover: (event) => {
        event.preventDefault();
        zone.classList.add('is-over');
      },
      dragleave: () => zone.classList.remove('is-over'),
      drop: (event) => {
        event.preventDefault();
        zone.classList.remove('is-over');
        take([...(event.dataTransfer?.files ?? [])]);
      },
    },
  );
  return zone;
}

function feedPart({ file, report, fields, examples }: FeedUnderstanding): HTMLElement {
  const say = messages();
  const { taken, refused, omitted, refusals, omissions } = report;
  const rows = [...refusals, ...omissions].slice(0, ROWS_SHOWN);
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, fill(say.feedTitle, { name: file })),
    element('p', {}, fill(say.feedTaken, { taken })),
    refused > 0 && element('p', { class: 'warning' }, fill(say.feedRefused, { refused })),
    omitted > 0 && element('p', { class: 'warning' }, fill(say.feedOmitted, { omitted })),
    rows.length > 0 &&
      element(
        'details',
        {},
        element('summary', {}, say.refusedRows),
        element(
          'ul',
          {},
          ...rows.map(({ row, message }) => element('li', {}, fill(say.row, { row: row + 1, message }))),
        ),
      ),
    element('h4', {}, say.feedFields),
    bars(
      Object.entries(fields)
        .filter(([name]) => name !== 'id')
        .map(([name, count]) => ({ name, value: count, text: percent(count / taken) })),
      say.feedFields,
    ),
    element(
      'ul',
      { class: 'quiet' },
      ...examples.map(({ id, title = id, categories = [], price, currency = '' }) =>
        element(
          'li',
          {},
          [title, categories.join(' › '), price === undefined ? '' : `${number(price, 2)} ${currency}`]
            .filter(Boolean)
            .join(' · '),
        ),
      ),
    ),
  );
}

function logPart(stage: Stage, log: LogUnderstanding): HTMLElement {
  const say = messages();
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, fill(say.logTitle, { name: log.file })),
    'summary' in log ? summaryPart(stage, log.hints, log.summary) : questionPart(stage, log.hints, log),
  );
}

function summaryPart(stage: Stage, hints: LogHints, log: LogSummary): HTMLElement {
  const say = messages();
  const { rows, shoppers, products, known, times, leftOut, guesses, oddities } = log;
  const events = Object.values(log.events).reduce((a, b) => a + b, 0);
  return element(
    'div',
    {},
    element('p', {}, fill(say.logRead, { rows, events, shoppers, products })),
    element('p', {}, fill(say.logForm, { form: log.form })),
    element('p', {}, times ? fill(say.logTimes, times) : say.logNoTimes),
    known !== undefined &&
      element(
        'p',
        { class: known * 2 < products ? 'warning' : undefined },
        fill(say.logKnown, { known, products, share: percent(known / Math.max(1, products)) }),
      ),
    titled(say.oddities, oddities, 'warning'),
    titled(say.guesses, guesses),
    titled(
      say.leftOut,
      Object.entries(leftOut).map(([reason, count]) => fill(say.leftOutRows, { count, reason })),
    ),
    element('h4', {}, say.events),
    bars(
      Object.entries(log.events).map(([name, count]) => ({
        name: say.eventNames[name] ?? name,
        value: count,
        text: number(count),
      })),
      say.events,
    ),
    element('h4', {}, say.columns),
    element('div', { class: 'fields' }, ...COLUMNS.map((column) => columnField(stage, hints, log, column))),
  );
}

function titled(title: string, lines: readonly string[], look?: string): HTMLElement | false {
  if (lines.length === 0) return false;
  return element(
    'div',
    { class: look },
    element('h4', {}, title),
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
  );
}

/** What a column was taken for, and any other field to take in its place. */
function columnField(stage: Stage, hints: LogHints, log: LogSummary, column: (typeof COLUMNS)[number]): HTMLElement {
  const say = messages();
  const found = log.columns[column];
  const chosen = hints.columns?.[column];
  const select = listening(
    element(
      'select',
      { id: `column-${column}` },
      element('option', { value: 'auto' }, found ? fill(say.columnAuto, { field: found }) : say.columnMissing),
      element('option', { value: '', selected: chosen === '' }, say.columnNone),
      ...log.fields.map((field) => element('option', { value: `=${field}`, selected: chosen === field }, field)),
    ),
    {
      change: () => {
        const { [column]: _, ...others } = hints.columns ?? {};
        const columns = select.value === 'auto' ? others : { ...others, [column]: select.value.slice(1) };
        void answer(stage, { ...hints, columns });
      },
    },
  );
  return element('p', {}, element('label', { for: `column-${column}` }, say.columnNames[column]), select);
}

async function answer(stage: Stage, hints: LogHints): Promise<void> {
  stage.announce(messages().working);
  try {
    stage.lay(await stage.workbench.answer(hints));
    stage.announce('');
  } catch (thrown) {
    stage.announce(wordsOf(thrown));
  }
}

/** Where two readings are possible a person is asked, with the answers as buttons. */
function questionPart(
  stage: Stage,
  hints: LogHints,
  { question, message }: { question: LogQuestion; message: string },
): HTMLElement {
  const say = messages();
  return element(
    'div',
    { class: 'question', role: 'group', 'aria-labelledby': 'question' },
    element('h4', { id: 'question' }, say.question),
    element('p', { class: 'quiet' }, message),
    ...answersTo(stage, hints, question),
  );
}

function answersTo(stage: Stage, hints: LogHints, question: LogQuestion): HTMLElement[] {
  const say = messages();
  const reply = (more: LogHints): void => void answer(stage, { ...hints, ...more });
  switch (question.about) {
    case 'column': {
      const { column, fields } = question;
      const columns = (name: string): LogHints => ({ columns: { ...hints.columns, [column]: name } });
      return [
        element('p', {}, say.askColumn[column]),
        element(
          'p',
          { class: 'actions' },
          ...fields.slice(0, FIELDS_OFFERED).map((field) => button(field, () => reply(columns(field)))),
          column !== 'user' && column !== 'item' && button(say.columnNone, () => reply(columns(''))),
        ),
      ];
    }
    case 'dates':
      return [
        element('p', {}, fill(say.askDates, { field: question.field })),
        element(
          'p',
          { class: 'actions' },
          button(say.dayFirst, () => reply({ dates: 'dmy' })),
          button(say.monthFirst, () => reply({ dates: 'mdy' })),
        ),
      ];
    case 'eventWords': {
      const selects = question.words.map((word, i) => {
        const select = element(
          'select',
          { id: `word-${i}` },
          element('option', { value: '' }, say.wordSkip),
          ...READABLE_INTERACTIONS.map((name) => element('option', { value: name }, say.eventNames[name] ?? name)),
        );
        return { word, select, label: element('label', { for: `word-${i}` }, fill(say.wordMeans, { word })) };
      });
      const meanings = (): LogHints => ({
        eventWords: {
          ...hints.eventWords,
          ...Object.fromEntries(
            selects.flatMap(({ word, select }) =>
              select.value === '' ? [] : [[word, select.value as InteractionName]],
            ),
          ),
        },
      });
      return [
        element('p', {}, fill(say.askWords, { field: question.field })),
        element('div', { class: 'fields' }, ...selects.map(({ label, select }) => element('p', {}, label, select))),
        element(
          'p',
          { class: 'actions' },
          button(say.answer, () => reply(meanings()), { class: 'button main' }),
          button(say.noEvents, () => reply({ columns: { ...hints.columns, event: '' } })),
        ),
      ];
    }
  }
}
