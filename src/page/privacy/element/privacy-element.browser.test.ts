import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VitrineError } from '../../../contract/errors.ts';
import type { VisitorProfile } from '../../../contract/visitor-profile.ts';
import type { PrivacySummary, Recommender } from '../../facade/recommender.ts';
import { type ConsentEvent, VitrinePrivacy } from './privacy-element.ts';

customElements.define('vitrine-privacy', VitrinePrivacy);

const SUMMARY: PrivacySummary = {
  consent: 'granted',
  durable: true,
  retention: 90,
  since: Date.UTC(2026, 2, 12, 12),
  sessions: 3,
  interactions: 20,
  products: 14,
  searches: 1,
  pages: 0,
  fineTuned: true,
  updates: 0,
  shared: 'nothing',
};
const PROFILE: VisitorProfile = {
  interests: [
    { kind: 'category', name: 'Teapots', share: 0.6, lift: 4, from: ['teapot-1'] },
    { kind: 'tag', name: 'blue <b>', share: 0.2, lift: 2, from: ['teapot-1'] },
  ],
  price: { min: 10, max: 40, currency: 'EUR' },
  interactions: 20,
};

const summary = vi.fn();
const profile = vi.fn();
const declare = vi.fn();
const consent = vi.fn();
const erase = vi.fn();
const exported = vi.fn();
const imported = vi.fn();
/** What the element hears when something changed. */
let change: () => void;
let ended: () => void;
let element: VitrinePrivacy;

beforeEach(() => {
  summary.mockReset().mockResolvedValue(SUMMARY);
  profile.mockReset().mockResolvedValue(PROFILE);
  for (const call of [declare, consent, erase]) call.mockReset().mockResolvedValue(undefined);
  exported.mockReset().mockResolvedValue(new Blob(['{}']));
  imported.mockReset().mockResolvedValue({ stored: 2, known: 1, leftOut: 0, refused: 0, durable: true });
  ended = vi.fn();
  put('en');
});
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

function put(language: string): void {
  document.body.innerHTML = `<div lang="${language}"><vitrine-privacy></vitrine-privacy></div>`;
  element = document.querySelector('vitrine-privacy')!;
  element.recommender = {
    profile,
    declare,
    consent,
    privacy: { summary, erase, export: exported, import: imported },
    on: (_: string, listener: () => void) => {
      change = listener;
      return ended;
    },
  } as unknown as Recommender;
}

const one = <TElement extends HTMLElement = HTMLElement>(selector: string) =>
  element.shadowRoot!.querySelector<TElement>(selector)!;
const facts = () => [...element.shadowRoot!.querySelectorAll('dd')].map(({ textContent }) => textContent);
const said = () => one('[part=status]').textContent;
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000 });
const shown = () => until(() => expect(one('li')).not.toBeNull());
const dialog = () => one<HTMLDialogElement>('dialog');
const answer = () => one<HTMLButtonElement>('[part=answer]').click();
const giveFile = () => {
  const files = new DataTransfer();
  files.items.add(new File(['{}'], 'me.json'));
  one<HTMLInputElement>('input[type=file]').files = files.files;
};

test('what is known, in words: how much since when, for how long, and that nothing left', async () => {
  await shown();
  expect(one('[part=heading]').textContent).toBe('What this shop knows about you');
  expect(facts()).toEqual([
    'Since March 12, 2026: 3 visits, 14 products, and one search',
    'Your recommendations were fitted to you, in this browser',
    'For 90 days',
    'Nothing',
  ]);
  expect([...element.shadowRoot!.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual([
    'Teapots60% of what you did hereLess of this',
    'blue <b>20% of what you did here',
  ]);
  expect(one('li b')).toBeNull();
  expect(one('[part=prices]').textContent).toBe('Most of it costs €10.00 to €40.00.');
});

test.each<[string, Partial<PrivacySummary>, number, string]>([
  ['nothing is known', { since: undefined, sessions: 0, products: 0, searches: 0 } as object, 0, 'Nothing yet'],
  ['only an interest was declared', { sessions: 0, products: 0, searches: 0 }, 0, 'Nothing yet'],
  [
    'only pages were seen',
    { sessions: 0, products: 0, searches: 0, pages: 2 },
    0,
    'Since March 12, 2026: 2 pages and lists',
  ],
  ['nothing was learned', { fineTuned: false }, 1, 'Only what you seem to like, below'],
  ['it is kept on', { retention: undefined } as object, 2, 'As long as your browser keeps it, or until you delete it'],
  ['the answer is pending', { consent: 'pending', durable: false }, 2, 'Until you leave this page'],
  ['it was refused', { consent: 'denied', durable: false }, 2, 'Nothing is kept'],
  [
    'updates were told',
    { updates: 2 },
    3,
    '2 contributions to what all shoppers’ browsers learn together, each hidden among theirs and by noise',
  ],
  [
    'it is not known what was told',
    { updates: null },
    3,
    'This browser does not tell whether it took part in learning together with others',
  ],
  [
    'lists tell the endpoint of the shop',
    { shared: 'recent' },
    3,
    'Which products you turned to last, to this shop, so that it can find more like them',
  ],
  [
    'the endpoint and all shoppers are told',
    { shared: 'vector', updates: 1 },
    3,
    'Roughly what you like, blurred, to this shop, so that it can find more of it. One contribution to what all shoppers’ browsers learn together, hidden among theirs and by noise',
  ],
  ['the endpoint is told of a category alone', { shared: 'category' }, 3, 'Nothing'],
])('said where %s', async (_, part, index, text) => {
  summary.mockResolvedValue({ ...SUMMARY, ...part });
  await until(() => expect(facts()[index]).toBe(text));
});

test('in Chinese, and from right to left where the language is', async () => {
  put('zh-TW');
  await shown();
  expect(one('[part=heading]').textContent).toBe('本店对您的了解');
  expect(facts()[2]).toBe('90 天');
  put('ar');
  await shown();
  expect(one('[part=facts]').dir).toBe('rtl');
  element.lang = 'zh';
  expect(one('[part=heading]').textContent).toBe('本店对您的了解');
  expect(one('[part=facts]').dir).toBe('ltr');
});

test('nothing is read while nobody sees it, and once for many changes', async () => {
  await shown();
  expect(summary).toHaveBeenCalledTimes(1);
  let arrive: (value: PrivacySummary) => void = () => undefined;
  summary.mockReturnValueOnce(
    new Promise((resolve) => {
      arrive = resolve;
    }),
  );
  change();
  change();
  change();
  await until(() => expect(summary).toHaveBeenCalledTimes(2));
  arrive(SUMMARY);
  await until(() => expect(summary).toHaveBeenCalledTimes(3));
  await until(() => expect(profile).toHaveBeenCalledTimes(3));
  element.hidden = true;
  // The browser tells both observers in one task, in either order.
  await new Promise<void>((resolve) => {
    new IntersectionObserver(([{ isIntersecting }], own) => {
      if (isIntersecting) return;
      own.disconnect();
      resolve();
    }).observe(element);
  });
  await new Promise((resolve) => setTimeout(resolve));
  change();
  expect(summary).toHaveBeenCalledTimes(3);
  element.hidden = false;
  await until(() => expect(summary).toHaveBeenCalledTimes(4));
  element.remove();
  expect(ended).toHaveBeenCalled();
});

test('less of this, which can be taken back; the button keeps the focus', async () => {
  await shown();
  const less = () => one<HTMLButtonElement>('[part=less]');
  expect(less().getAttribute('aria-label')).toBe('Less of this: Teapots');
  less().focus();
  less().click();
  await until(() => expect(said()).toBe('You will see less of this: Teapots.'));
  expect(declare).toHaveBeenCalledWith([{ kind: 'category', name: 'Teapots', wish: 'less' }]);
  profile.mockResolvedValue({ ...PROFILE, interests: [{ ...PROFILE.interests[0], declared: 'less' }] });
  change();
  await until(() => expect(less().getAttribute('aria-pressed')).toBe('true'));
  expect(element.shadowRoot!.activeElement).toBe(less());
  expect(one('li').textContent).toContain('You asked for less of it');
  less().click();
  await until(() => expect(said()).toBe('As before: Teapots.'));
  expect(declare).toHaveBeenLastCalledWith([{ kind: 'category', name: 'Teapots', wish: 'as-before' }]);
});

test('forgetting asks first: nothing is deleted by Escape, by “Cancel”, or by Enter alone', async () => {
  await shown();
  one('[part=forget]').click();
  expect(dialog().open).toBe(true);
  expect(element.shadowRoot!.activeElement).toBe(one('[part=cancel]'));
  one('[part=cancel]').click();
  expect(dialog().open).toBe(false);
  expect(erase).not.toHaveBeenCalled();
  one('[part=forget]').click();
  answer();
  await until(() => expect(dialog().open).toBe(false));
  expect(erase).toHaveBeenCalledTimes(1);
  expect(said()).toBe('Everything was deleted. This shop does not know you any more.');
});

test('withdrawing asks first and tells the shop, so that it can remember the answer', async () => {
  const told = vi.fn();
  document.body.addEventListener('vitrine-consent', (event) => told((event as ConsentEvent).detail.consent), {
    once: true,
  });
  await shown();
  const allow = one<HTMLInputElement>('[role=switch]');
  expect(allow.checked).toBe(true);
  allow.click();
  expect(allow.checked).toBe(true);
  expect(consent).not.toHaveBeenCalled();
  summary.mockResolvedValue({ ...SUMMARY, consent: 'denied' });
  answer();
  await until(() => expect(told).toHaveBeenCalledWith('denied'));
  change();
  await until(() => expect(allow.checked).toBe(false));
  expect(one('#allowed').textContent).toBe('Nothing is remembered. You are shown what everyone is shown.');
  allow.click();
  await until(() => expect(consent).toHaveBeenLastCalledWith('granted'));
  expect(dialog().open).toBe(false);
});

test('a switch that could not be turned stands as it stood', async () => {
  summary.mockResolvedValue({ ...SUMMARY, consent: 'denied' });
  consent.mockRejectedValue(new VitrineError('storage', 'x'));
  await shown();
  one<HTMLInputElement>('[role=switch]').click();
  await until(() => expect(said()).toBe('That did not work. Try again.'));
  expect(one<HTMLInputElement>('[role=switch]').checked).toBe(false);
});

test('the file of all that is known is saved: as it is, and encrypted', async () => {
  const files: [string, string][] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push([this.download, this.protocol]);
  });
  await shown();
  one('[part=download]').click();
  await until(() => expect(said()).toBe('Your file was saved. Anyone who has it can read it.'));
  expect(exported).toHaveBeenLastCalledWith(undefined);
  one('[part=take]').click();
  answer();
  expect(exported).toHaveBeenCalledTimes(1); // it wants a passphrase
  one<HTMLInputElement>('input[type=password]').value = 'two lamps';
  answer();
  await until(() => expect(said()).toBe('Your file was saved. Bring it to this shop on your other device.'));
  expect(exported).toHaveBeenLastCalledWith(expect.objectContaining({ passphrase: 'two lamps' }));
  expect(files).toEqual([
    [expect.stringMatching(/\d{4}-\d\d-\d\d\.json$/), 'blob:'],
    [expect.stringMatching(/\d{4}-\d\d-\d\d\.json$/), 'blob:'],
  ]);
});

test('a file from another device is read, with or without a passphrase', async () => {
  await shown();
  one('[part=bring]').click();
  giveFile();
  answer();
  await until(() => expect(said()).toBe('2 entries were added. One was known already.'));
  expect(imported.mock.lastCall?.[1]).not.toHaveProperty('passphrase');
  imported.mockResolvedValue({ stored: 1, known: 0, leftOut: 2, refused: 1, durable: true });
  one('[part=bring]').click();
  giveFile();
  one<HTMLInputElement>('input[type=password]').value = 'two lamps';
  answer();
  await until(() => expect(said()).toBe('One entry was added. 3 could not be used.'));
  expect(imported.mock.lastCall?.[1]).toMatchObject({ passphrase: 'two lamps' });
});

test.each([
  ['wrong-passphrase', 'This passphrase does not open the file, or the file was changed.'],
  ['profile-unreadable', 'This is not a file that a shop saved for you, or it is damaged.'],
  ['profile-version', 'This file is of another version of the shop. Save it again there.'],
  ['no-consent', 'First allow this shop to remember what you do.'],
  ['deadline', 'That did not work. Try again.'],
] as const)('%s is said where the file was given, which can be given again', async (code, text) => {
  imported.mockRejectedValueOnce(new VitrineError(code, 'for the shop, not the shopper'));
  await shown();
  one('[part=bring]').click();
  giveFile();
  answer();
  await until(() => expect(one('[role=alert]').textContent).toBe(text));
  expect(one('[role=alert]').hidden).toBe(false);
  expect(dialog().open).toBe(true);
  answer();
  await until(() => expect(dialog().open).toBe(false));
});

test('an import that is not waited for is given up, and what comes of it closes no later question', async () => {
  let arrive: (report: object) => void = () => undefined;
  imported.mockReturnValue(
    new Promise((resolve) => {
      arrive = resolve;
    }),
  );
  await shown();
  one('[part=bring]').click();
  giveFile();
  answer();
  await until(() => expect(imported).toHaveBeenCalled());
  expect(one<HTMLButtonElement>('[part=answer]').disabled).toBe(true);
  one('[part=cancel]').click();
  await until(() => expect(imported.mock.lastCall?.[1].signal.aborted).toBe(true));
  one('[part=forget]').click();
  arrive({ stored: 2, known: 0, leftOut: 0, refused: 0, durable: true });
  await new Promise((resolve) => setTimeout(resolve));
  expect(dialog().open).toBe(true);
  expect(said()).toBe('');
});

test('one price is no range', async () => {
  profile.mockResolvedValue({ ...PROFILE, price: { min: 48, max: 48, currency: 'EUR' } });
  put('en');
  await shown();
  await until(() => expect(one('[part=prices]').textContent).toBe('Most of it costs about €48.00.'));
});

test('the page’s own direction holds, and interests without prices are told without them', async () => {
  profile.mockResolvedValue({ ...PROFILE, price: undefined });
  put('ar');
  document.querySelector('div')!.dir = 'ltr';
  element.lang = 'he';
  await shown();
  expect(one('[part=facts]').hasAttribute('dir')).toBe(false);
  expect(one('[part=prices]').textContent).toBe('');
  profile.mockResolvedValue({ interests: [], interactions: 0 });
  change();
  await until(() => expect(one('[part=prices]').textContent).toBe('Nothing is known of that yet.'));
  expect(one('[part=interests]').hidden).toBe(true);
});

test('without a recommender it says what it is for, and does nothing', async () => {
  const alone = document.createElement('vitrine-privacy') as VitrinePrivacy;
  alone.lang = 'zh';
  element.replaceWith(alone);
  element = alone;
  expect(one('[part=heading]').textContent).toBe('本店对您的了解');
  expect(one<HTMLInputElement>('[role=switch]').disabled).toBe(true);
  one('[part=download]').click();
  one('[part=forget]').click();
  answer();
  await until(() => expect(one<HTMLButtonElement>('[part=answer]')).not.toBeNull());
  expect(said()).toBe('');
});

test('an engine that does not answer is said, and what comes later is shown', async () => {
  summary.mockReset().mockRejectedValueOnce(new VitrineError('deadline', 'x')).mockResolvedValue(SUMMARY);
  await until(() => expect(said()).toBe('This cannot be shown just now. The shop will try again.'));
  change();
  await shown();
  expect(said()).toBe('');
});

test('the shop’s own words, and its own names of categories', async () => {
  VitrinePrivacy.messages = { heading: 'You and us' };
  try {
    put('en');
    element.labelOf = (name) => name.toUpperCase();
    await shown();
    expect(one('[part=heading]').textContent).toBe('You and us');
    expect(one('[part=name]').textContent).toBe('TEAPOTS');
  } finally {
    VitrinePrivacy.messages = {};
  }
});

test('what cannot be read again leaves what is shown; a recommender that is given before it is placed is asked then', async () => {
  await expect.poll(() => facts().length, { timeout: 60_000 }).toBeGreaterThan(0);
  const before = facts();
  summary.mockRejectedValueOnce(new VitrineError('deadline', 'No answer.'));
  change();
  await expect.poll(() => summary.mock.calls.length, { timeout: 60_000 }).toBe(2);
  expect(facts()).toEqual(before);
  expect(one('[role=status]').textContent).toBe('');
  const own = element.recommender;
  document.body.replaceChildren();
  const apart = document.createElement('vitrine-privacy') as VitrinePrivacy;
  apart.recommender = own;
  expect(summary).toHaveBeenCalledTimes(2);
  document.body.append(apart);
  await expect.poll(() => summary.mock.calls.length, { timeout: 60_000 }).toBe(3);
});

test('what a visitor said of an interest is told in their words, more or less', async () => {
  profile.mockResolvedValue({
    ...PROFILE,
    interests: [
      { kind: 'category', name: 'Teapots', share: 0, declared: 'more', from: [] },
      { kind: 'brand', name: 'Iwa', share: 0, declared: 'less', from: [] },
    ],
  });
  change();
  await expect.poll(() => element.shadowRoot!.textContent, { timeout: 60_000 }).toMatch(/Teapots.*more.*Iwa.*less/is);
});
