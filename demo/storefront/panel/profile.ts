import type { Declaration, NamedInterest, VisitorProfile } from 'vitrine';
import { element } from '../element.ts';
import { labelOf, textOf } from '../goods.ts';
import { fill, messages, number, price } from '../language.ts';
import { announce } from '../parts/announce.ts';
import type { Shop } from '../shop.ts';
import { type Section, section } from './section.ts';

const SHOWN = 8;

/** What the shop takes the visitor for, in words that the visitor can correct; three questions to a stranger. */
export function profileSection(shop: Shop): Section {
  const body = element('div', {});
  let shown = '';
  const declare = async (declarations: readonly Declaration[]): Promise<void> => {
    await shop.recommender.declare(declarations).catch(() => undefined);
    announce(messages().profileSaved, 'profile');
  };
  return {
    root: section('profile', messages().panelProfile, body),
    refresh: async () => {
      try {
        const profile = await shop.recommender.profile();
        const now = JSON.stringify(profile);
        // A visitor may be about to press one of its buttons: it is drawn anew only where it says something else.
        if (now === shown) return;
        const pressed = document.activeElement?.getAttribute('data-wish');
        shown = now;
        body.replaceChildren(
          ...(profile.interests.length === 0 ? [questions(shop, declare)] : told(shop, profile, declare)),
        );
        if (pressed) body.querySelector<HTMLElement>(`[data-wish="${CSS.escape(pressed)}"]`)?.focus();
      } catch {
        // The engine is restarting: the next change fills it.
      }
    },
  };
}

type Declare = (declarations: readonly Declaration[]) => Promise<void>;

function told(shop: Shop, profile: VisitorProfile, declare: Declare): HTMLElement[] {
  const say = messages();
  const { price: band, interests } = profile;
  const list = element(
    'ul',
    { class: 'interests' },
    ...interests.slice(0, SHOWN).map((one) => row(shop, one, declare)),
  );
  const prices =
    band &&
    element(
      'p',
      { class: 'quiet' },
      fill(say.profilePrices, { min: price(band.min, band.currency), max: price(band.max, band.currency) }),
    );
  return prices ? [list, prices] : [list];
}

function row(shop: Shop, interest: NamedInterest, declare: Declare): HTMLElement {
  const say = messages();
  const { kind, name, share, from, declared } = interest;
  const source = from[0] === undefined ? undefined : shop.range.get(from[0]);
  const why =
    source === undefined
      ? say.profileDeclared
      : fill(say.profileFrom, { share: number(100 * share), title: textOf(source).title });
  const wish = (wanted: 'more' | 'less', label: string): HTMLElement =>
    element(
      'button',
      {
        class: 'button button-small',
        type: 'button',
        'data-wish': `${wanted} ${kind} ${name}`,
        'aria-pressed': String(declared === wanted),
        'aria-label': fill(label, { name: labelOf(name) }),
        on: {
          click: () =>
            void declare([
              { kind: kind as Declaration['kind'], name, wish: declared === wanted ? 'as-before' : wanted },
            ]),
        },
      },
      wanted === 'more' ? say.more : say.less,
    );
  return element(
    'li',
    { class: 'interest' },
    element('span', { class: 'interest-name' }, labelOf(name)),
    element('span', { class: 'quiet' }, why),
    kind !== 'tag' && element('span', { class: 'interest-wishes' }, wish('more', say.moreOf), wish('less', say.lessOf)),
  );
}

/** What a stranger may say at the start: what they came for, whose things they like, what they do not want to see. */
function questions(shop: Shop, declare: Declare): HTMLElement {
  const say = messages();
  const departments = shop.range.departments.map(({ name }) => name);
  const brands = [...new Set(shop.range.all.flatMap(({ brand }) => brand ?? []))].sort();
  const ask = (label: string, names: readonly string[]) => {
    const select = element(
      'select',
      {},
      element('option', { value: '' }, say.profileAny),
      ...names.map((name) => element('option', { value: name }, labelOf(name))),
    );
    return { select, row: element('label', { class: 'question' }, element('span', {}, label), select) };
  };
  const [wanted, liked, unwanted] = [
    ask(say.profileWanted, departments),
    ask(say.profileLiked, brands),
    ask(say.profileUnwanted, departments),
  ];
  const begin = element('button', { class: 'button', type: 'submit' }, say.profileBegin);
  const form = element('form', { class: 'questions' }, wanted.row, liked.row, unwanted.row, begin);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const answers: (Declaration | undefined)[] = [
      wanted.select.value ? { kind: 'category', name: wanted.select.value, wish: 'more' } : undefined,
      liked.select.value ? { kind: 'brand', name: liked.select.value, wish: 'more' } : undefined,
      unwanted.select.value ? { kind: 'category', name: unwanted.select.value, wish: 'less' } : undefined,
    ];
    void declare(answers.filter((one) => one !== undefined));
  });
  return element('div', {}, element('p', { class: 'quiet' }, say.profileEmpty), form);
}
