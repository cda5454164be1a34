import type { RecommendationList, Rule, RuleOutcome, VitrineError } from 'vitrine';
import { element, icon } from '../element.ts';
import { type Goods, textOf } from '../goods.ts';
import { fill, messages } from '../language.ts';
import { announce } from '../parts/announce.ts';
import { ruleForm } from '../parts/rule-form.ts';
import { outcomeText, ruleText, whenText } from '../parts/rule-words.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Shop } from '../shop.ts';
import type { Stage, View } from '../stage.ts';

const SHOWN = 10;

/** The shop's rules, edited here, and the first list of the shop before and after them. */
export function rules(stage: Stage): View {
  const { shop, signal } = stage;
  const say = messages();
  const book = element('ul', { class: 'rule-list' });
  const refusal = element('p', { class: 'rule-problem', role: 'alert' });
  const [before, after] = [say.rulesBefore, say.rulesAfter].map((words, i) => ({
    heading: element('h3', { id: `rules-${i}` }, words),
    rows: element('ol', { class: 'ranked', 'aria-labelledby': `rules-${i}` }),
  }));
  const json = element('textarea', { class: 'rule-json', rows: 12, spellcheck: 'false', 'aria-label': say.rulesJson });

  const listWith = (rules: readonly Rule[]): Promise<RecommendationList<Goods>> =>
    shop.recommender.recommend({ limit: SHOWN, explain: false, rules, signal });

  let shows = 0;
  const show = async (): Promise<void> => {
    const { rules } = shop.ruleBook;
    shows++;
    const own = shows;
    try {
      const [plain, ruled] = await Promise.all([listWith([]), listWith(rules)]);
      // Lists that were asked for later are of the rules of today.
      if (own !== shows) return;
      before.rows.replaceChildren(...rowsOf(shop, plain));
      after.rows.replaceChildren(...rowsOf(shop, ruled, plain));
      showBook(ruled.rules ?? []);
    } catch (error) {
      if (!signal.aborted) refusal.textContent = wordsOf(error as VitrineError);
    }
  };

  const showBook = (outcomes: readonly RuleOutcome[]): void => {
    const { rules } = shop.ruleBook;
    const own = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
    book.replaceChildren(
      ...(rules.length === 0
        ? [element('li', { class: 'empty' }, say.rulesNone)]
        : rules.map((rule) =>
            ruleRow(shop, rule, own.get(rule.id), () => void write(rules.filter((one) => one !== rule))),
          )),
    );
  };

  /** Not whenever lists come: what is being written there stays. */
  const showJson = (): void => {
    json.value = JSON.stringify(shop.ruleBook.rules, undefined, 2);
  };

  /** The engine reads them first: what it refuses is told and not kept. */
  const write = async (rules: readonly Rule[]): Promise<void> => {
    try {
      await listWith(rules);
      refusal.textContent = '';
      shop.ruleBook.write(rules);
      announce(messages().rulesWritten);
    } catch (error) {
      if (!signal.aborted) refusal.textContent = wordsOf(error as VitrineError);
    }
  };

  const apply = (): void => {
    try {
      void write(JSON.parse(json.value) as Rule[]);
    } catch (error) {
      refusal.textContent = (error as Error).message;
    }
  };

  shop.ruleBook.onChange(() => {
    showJson();
    void show();
  }, signal);
  signal.addEventListener(
    'abort',
    shop.recommender.on('change', () => void show()),
  );
  showBook([]);
  showJson();
  void show();
  return {
    title: say.rules,
    content: element(
      'div',
      { class: 'rules' },
      element('h1', { class: 'page-title' }, say.rules),
      element('p', { class: 'rules-intro' }, say.rulesText),
      element(
        'div',
        { class: 'rules-sides' },
        element(
          'section',
          { class: 'rules-book', 'aria-labelledby': 'rules-book' },
          element('h2', { id: 'rules-book' }, say.rulesBook),
          book,
          refusal,
          element('h3', {}, say.rulesOneMore),
          ruleForm(shop, (rule) => void write([...shop.ruleBook.rules, rule])),
          element(
            'details',
            { class: 'rules-json' },
            element('summary', {}, say.rulesJson),
            json,
            element('button', { class: 'button', type: 'button', on: { click: apply } }, say.rulesApply),
          ),
        ),
        element(
          'section',
          { class: 'rules-lists', 'aria-labelledby': 'rules-lists' },
          element('h2', { id: 'rules-lists' }, say.rulesLists),
          element(
            'div',
            { class: 'rules-pair' },
            ...[before, after].map(({ heading, rows }) => element('div', {}, heading, rows)),
          ),
        ),
      ),
    ),
  };
}

function ruleRow(shop: Shop, rule: Rule, outcome: RuleOutcome | undefined, onRemove: () => void): HTMLElement {
  const say = messages();
  const problems: Record<string, string> = say.ruleProblems;
  const words = ruleText(shop, rule);
  return element(
    'li',
    { class: 'rule' },
    element('p', { class: 'rule-words' }, words),
    element('p', { class: 'quiet' }, [rule.id, whenText(rule.when)].filter(Boolean).join(' · ')),
    outcome && outcomeText(outcome) !== '' && element('p', { class: 'rule-outcome' }, outcomeText(outcome)),
    ...(outcome?.problems ?? []).map(({ kind, by, message }) =>
      element('p', { class: 'rule-problem', title: message }, fill(problems[kind] ?? message, { by: by ?? '' })),
    ),
    element(
      'button',
      { class: 'tool', type: 'button', 'aria-label': fill(say.removeLabel, { title: words }), on: { click: onRemove } },
      icon('close'),
    ),
  );
}

/** The list, place by place; beside `plain`, how far each product moved and by which rule. */
function rowsOf(shop: Shop, { items }: RecommendationList<Goods>, plain?: RecommendationList<Goods>): HTMLElement[] {
  const say = messages();
  const placesBefore = new Map(plain?.items.map(({ id }, place) => [id, place]));
  return items.flatMap(({ id, rule }, place) => {
    const goods = shop.range.get(id);
    if (goods === undefined) return [];
    const { title, brand } = textOf(goods);
    const was = placesBefore.get(id);
    const steps = was === undefined ? undefined : was - place;
    const moved =
      plain &&
      (steps === undefined
        ? say.rulesCame
        : steps === 0
          ? ''
          : fill(steps > 0 ? say.rulesUp : say.rulesDown, { count: Math.abs(steps) }));
    return element(
      'li',
      { class: `ranked-row${rule ? ' is-ruled' : ''}`, 'data-product': id },
      picture(goods, '', 'small'),
      element('a', { href: to('p', [id]) }, title),
      element('span', { class: 'quiet' }, [brand, rule, moved].filter(Boolean).join(' · ')),
    );
  });
}

const wordsOf = ({ message, remedy }: VitrineError): string => [message, remedy].filter(Boolean).join(' ');
