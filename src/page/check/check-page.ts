import { VitrineError } from '../../contract/errors.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';
import { heardStreams } from '../events/connect.ts';
import type { EventReader } from '../events/event-reader.ts';
import type { Settings } from '../facade/options.ts';
import type { CheckOptions, RecommenderStatus } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import type { CheckFinding, CheckReport, CheckSubject, CheckWords } from './check-report.ts';
import { describedProducts } from './described-products.ts';
import { type AskList, type KnownIds, lookUp } from './known-ids.ts';
import { readPageStreams, type StreamReading } from './page-streams.ts';
import { words as english } from './words/en.ts';
import { words as chinese } from './words/zh.ts';

/** Interactions of the history whose products are looked up, newest first. */
const NEWEST = 200;
const EXAMPLES = 5;
const MARKS = { good: '✓', note: '·', wrong: '✗' } as const;

/**
 * What was understood of the page, in words: products, events, ids, shelves, pack, history and problems. It records nothing and
 * changes nothing.
 * @param status as last heard
 * @param createReader gives a reader of payloads as `track()` reads them, with a memory of its own
 * @param page where it looks; in tests another than this one
 * @throws VitrineError `aborted` or `closed`; whatever else fails is a finding
 */
export async function checkPage(
  engine: Pick<EngineLink, 'ask' | 'status' | 'catalogue'>,
  settings: Pick<Settings, 'engine' | 'pack' | 'slowDeadline'>,
  { language, signal }: CheckOptions,
  status: () => RecommenderStatus,
  createReader: () => Pick<EventReader, 'read'>,
  page: { document?: Document | undefined; customElements?: CustomElementRegistry | undefined } = globalThis,
): Promise<CheckReport> {
  const { document } = page;
  const words = wordsFor(language ?? document?.documentElement.lang);
  const findings: CheckFinding[] = [];
  const add = (about: CheckSubject, state: CheckFinding['state'], said: string | readonly [string, string]): void => {
    const [message, remedy] = typeof said === 'string' ? [said, ''] : said;
    findings.push({ about, state, message, remedy });
  };
  const limits = { what: 'check()', deadline: settings.slowDeadline, signal };
  const ask: AskList = (query) =>
    engine.ask(limits, (service) => service.recommend(query), { withProducts: true, slow: true });

  const readings = await readPageStreams(createReader, page);
  let list: RecommendationList;
  try {
    list = await ask({ limit: 12 });
    await engine.status(limits);
    const known = await lookUpAll();
    checkProducts();
    checkStreams();
    if (known) checkIds(known);
    await checkDescribed();
    checkLists();
  } catch (thrown) {
    const { code, message, remedy } = VitrineError.from(thrown);
    if (code === 'aborted' || code === 'closed') throw thrown;
    add('engine', 'wrong', [`${code}: ${message}`, remedy]);
  }
  checkRest();
  const count = (state: CheckFinding['state']): number => findings.filter((finding) => finding.state === state).length;
  const wrong = count('wrong');
  const lines = findings.map(
    ({ state, message, remedy }) => `${MARKS[state]} ${message}${remedy && `\n    → ${remedy}`}`,
  );
  return { ok: wrong === 0, findings, text: [words.heading(wrong, count('note')), ...lines].join('\n') };

  function checkProducts(): void {
    const { catalogue } = engine;
    const { products } = status();
    if (products === 0) add('products', 'wrong', words.noProducts());
    else add('products', 'good', words.products(products));
    const [refusal] = catalogue?.refusals ?? [];
    if (catalogue && refusal) {
      add('products', 'note', words.refused(catalogue.refused, refusal.row, refusal.message));
    }
    const [omission] = catalogue?.omissions ?? [];
    if (catalogue && omission) {
      add('products', 'note', words.omitted(catalogue.omitted, omission.row, omission.field, omission.message));
    }
    const currencies = new Set(list.items.flatMap(({ product }) => product.currency ?? []));
    if (currencies.size > 1) add('products', 'note', words.currencies([...currencies].sort().join(', ')));
  }

  function checkStreams(): void {
    if (readings.length === 0 && status().interactions === 0) add('events', 'wrong', words.noStream());
    for (const { stream, entries, understood, passedOver, unread } of readings) {
      if (entries !== null && understood.size === 0) add('events', 'note', words.nothingUnderstood(stream, entries));
      else {
        const told = Array.from(understood, ([name, times]) => `${times} × ${name}`).join(', ');
        add('events', 'good', words.stream(stream, entries, told, passedOver));
      }
      if (unread.length > 0) add('events', 'note', words.unread(unread.map(code).join(', ')));
      if (!heardStreams.has(stream) && (entries === null || understood.size > 0)) {
        add('events', 'note', words.notConnected(stream, status().interactions));
      }
    }
  }

  /** Products that events of the page and of the history name; `undefined` where there is nothing to compare. */
  async function lookUpAll(): Promise<KnownIds | undefined> {
    const history = await engine.ask(limits, (service) => service.history(NEWEST));
    const ids = [
      ...readings.flatMap(({ products }: StreamReading) => products),
      ...history.map(({ product }) => product),
    ];
    return ids.length > 0 && status().products > 0 ? lookUp(ids, ask) : undefined;
  }

  function checkIds({ known, unknown, part }: KnownIds): void {
    const all = known.length + unknown.length;
    if (all === 0) return;
    if (unknown.length === 0) add('ids', 'good', words.idsKnown(known.length, all));
    else if (known.length > 0) add('ids', 'note', words.idsSomeUnknown(unknown.length, all, examplesOf(unknown)));
    else {
      const [message, remedy] = words.idsUnknown(all, examplesOf(unknown), ownIds());
      add('ids', 'wrong', [message, part ? words.idsPart(part.of, part.known) : remedy]);
    }
  }

  /** The product that the page is about: it describes one, not several. */
  async function checkDescribed(): Promise<void> {
    const described = document ? describedProducts(document) : [];
    if (described.length !== 1 || status().products === 0) return;
    const [ids] = described;
    const { known } = await lookUp(ids, ask);
    if (known.length === 0) return add('page', 'note', words.pageProductUnknown(examplesOf(ids), ownIds()));
    add('page', 'good', words.pageProduct(known[0]));
    const history = await engine.ask(limits, (service) => service.history(NEWEST));
    const seen = new Set([
      ...readings.flatMap(({ products }) => products.map(String)),
      ...history.map(({ product }) => product),
    ]);
    if (!ids.some((id) => seen.has(id))) add('page', 'wrong', words.noView(known[0]));
  }

  function checkLists(): void {
    const { items, fallback, model } = list;
    if (items.length > 0) add('list', 'good', words.list(items.length, !fallback, model));
    else if (status().products > 0) add('list', 'note', words.emptyList());
    const shelves = document?.querySelectorAll('vitrine-shelf').length ?? 0;
    if (shelves === 0) add('shelf', 'note', words.noShelf());
    else if (page.customElements?.get('vitrine-shelf')) add('shelf', 'good', words.shelves(shelves));
    else add('shelf', 'wrong', words.shelvesUndefined(shelves));
  }

  function checkRest(): void {
    const { state, pack, durable, interactions, sessions, problems } = status();
    const { consent = 'granted' } = settings.engine;
    if (state === 'ready') add('engine', 'good', words.engineReady());
    else add('engine', 'wrong', words.engineNot(state));
    if (pack) add('pack', 'good', words.pack(pack.products, pack.created, pack.sections.join(', ')));
    else if (settings.pack === undefined) add('pack', 'note', words.noPack());
    if (consent !== 'granted') add('history', 'note', words.consent(consent));
    else if (durable) add('history', 'good', words.history(interactions, sessions));
    else if (state === 'ready') add('history', 'note', words.notDurable());
    for (const { code, message, remedy } of problems) add('problem', 'wrong', [`${code}: ${message}`, remedy]);
  }

  /** Ids as the catalogue has them. */
  function ownIds(): string {
    return examplesOf(list.items.slice(0, 3).map(({ id }) => id));
  }
}

const code = (text: string): string => `\`${text}\``;
const examplesOf = (ids: readonly string[]): string =>
  `${ids.slice(0, EXAMPLES).map(code).join(', ')}${ids.length > EXAMPLES ? ', …' : ''}`;

/** Chinese for each tag of it, else English. */
const wordsFor = (language = ''): CheckWords =>
  /^zh\b/i.test(`${language || globalThis.navigator?.language}`) ? chinese : english;
