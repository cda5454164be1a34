import { createCard } from '../../page/shelf/card.ts';
import { localTitle } from '../../page/shelf/local-title.ts';
import { make } from '../../page/shelf/make.ts';
import { safeLink } from '../../page/shelf/safe-address.ts';
import type { AssistantMessages } from '../../page/wording/assistant/messages.ts';
import { fill, type Messages } from '../../page/wording/messages.ts';
import type { Answer, AnsweredProduct, Comparison } from '../answer.ts';

export interface AnswerActions {
  /** The visitor says this by a button. @param shown what the button said */
  onSay: (text: string, shown: string) => void;
  onSelect: (event: Event, product: AnsweredProduct, list: string) => void;
}

/** One answer: its text, which is read aloud, and beside it what is looked at and chosen from. */
export function answerView(
  answer: Answer,
  wording: AssistantMessages,
  messages: Messages,
  { onSay, onSelect }: AnswerActions,
): HTMLElement {
  const { text, language, products, understood, options, comparison, source, list = '' } = answer;
  const group = (label: string, buttons: readonly HTMLElement[]) =>
    buttons.length > 0 ? [make('div', { class: 'chips', role: 'group', 'aria-label': label }, ...buttons)] : [];
  const chips = understood.map(({ name, undo }) => {
    const chip = make(
      'button',
      { part: 'chip', type: 'button', 'aria-label': fill(wording.takeOff, { name }) },
      `${name} ×`,
    );
    chip.addEventListener('click', () => onSay(undo, undo));
    return chip;
  });
  const ways = options.map(({ name, say }) => {
    const way = make('button', { part: 'option', type: 'button' }, name);
    way.addEventListener('click', () => onSay(say, name));
    return way;
  });
  const cards = products.map((product) =>
    createCard(product, {
      language,
      messages,
      reason: product.why.join(' · '),
      onSelect: (event) => onSelect(event, product, list),
    }),
  );
  const from = source?.source === undefined ? [] : [sourceView(source.source, wording)];
  return make(
    'div',
    { part: 'answer', lang: language, tabindex: '-1' },
    make('p', { part: 'text' }, text),
    ...from,
    make(
      'div',
      { 'aria-live': 'off' },
      ...group(wording.understood, chips),
      ...(comparison ? [comparisonView(comparison, answer, wording)] : []),
      ...(cards.length > 0 ? [make('ul', { part: 'list', role: 'list' }, ...cards)] : []),
      ...group(wording.waysOn, ways),
    ),
  );
}

/** The name of a page, or a link where the shop gave an address. */
function sourceView(name: string, { source }: AssistantMessages): HTMLElement {
  const address = /^(?:https?:|\/)/i.test(name) ? safeLink(name) : null;
  if (address === null) return make('p', { part: 'source' }, fill(source, { name }));
  return make('p', { part: 'source' }, make('a', { href: address }, fill(source, { name })));
}

function comparisonView(
  { products: ids, differ, same }: Comparison,
  answer: Answer,
  wording: AssistantMessages,
): HTMLElement {
  const { products, language } = answer;
  const titles = ids.map((id) => {
    const product = products.find((one) => one.id === id)?.product;
    return product ? localTitle(product, language) : id;
  });
  const rows = (facts: Comparison['differ']) =>
    facts.map(({ name, values }) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, name),
        ...values.map((value) => make('td', {}, value ?? wording.missing)),
      ),
    );
  const head = (text: string, ...attributes: Record<string, string>[]) =>
    make('th', { scope: 'col', ...attributes[0] }, text);
  const alike =
    same.length === 0
      ? []
      : [
          make(
            'tbody',
            { class: 'same' },
            make('tr', {}, make('th', { scope: 'colgroup', colspan: String(ids.length + 1) }, wording.same)),
            ...same.map(({ name, values }) =>
              make(
                'tr',
                {},
                make('th', { scope: 'row' }, name),
                make('td', { colspan: String(ids.length) }, values[0] ?? wording.missing),
              ),
            ),
          ),
        ];
  return make(
    'div',
    { class: 'table', role: 'region', 'aria-label': wording.comparison, tabindex: '0' },
    make(
      'table',
      { part: 'comparison' },
      make('thead', {}, make('tr', {}, head(wording.fact), ...titles.map((title) => head(title)))),
      make('tbody', {}, ...rows(differ)),
      ...alike,
    ),
  );
}
