import type { Remote } from 'comlink';
import type { Engine } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { BrowseEvent, VisitorEvent } from '../../contract/visitor-event.ts';
import type { Settings } from '../facade/options.ts';
import type {
  CallOptions,
  ExportOptions,
  ImportOptions,
  ImportReport,
  PastInteraction,
  PastReport,
  PrivacySummary,
} from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { within } from '../workers/limits.ts';
import { decrypt, ENCRYPTED, encrypt } from './encryption.ts';
import { Ledger } from './ledger.ts';
import { readPast } from './past-interactions.ts';
import { identityOf, readProfile, unreadable, writeProfile } from './profile.ts';

/** Bytes of a file, or UTF-16 units of a text, that are read at most. */
export const MOST_BYTES = 64 * 2 ** 20;
/** Events that the engine stores in one transaction. */
const AT_ONCE = 1_000;
const ALL = Number.MAX_SAFE_INTEGER;

export function summarise(engine: EngineLink, settings: Settings, { signal }: CallOptions): Promise<PrivacySummary> {
  return within({ what: 'privacy.summary()', deadline: settings.slowDeadline, signal }, async () => {
    const { interactions, browsing, status } = await allOf(await caller(engine, settings));
    const { consent = 'granted', retention, database } = settings.engine;
    const times = [...interactions, ...browsing].map(({ at }) => at);
    const updates = new Ledger(database).told;
    const count = (...names: BrowseEvent['name'][]): number =>
      browsing.filter(({ name }) => names.includes(name)).length;
    return {
      consent,
      durable: status.durable,
      ...(retention !== undefined && { retention }),
      ...(times.length > 0 && { since: times.reduce((first, at) => Math.min(first, at)) }),
      sessions: status.sessions,
      interactions: interactions.length,
      products: new Set(interactions.map(({ product }) => product)).size,
      searches: count('search'),
      pages: count('view_item_list', 'view_category', 'page_view'),
      fineTuned: status.fineTuned,
      updates: updates === null ? null : updates.reduce((sum, entry) => sum + entry.updates, 0),
      shared: consent === 'granted' ? (status.remote?.share ?? 'nothing') : 'nothing',
    };
  });
}

/** @throws VitrineError `no-encryption` */
export function exportProfile(
  engine: EngineLink,
  settings: Settings,
  { passphrase, signal }: ExportOptions,
): Promise<Blob> {
  checkPassphrase(passphrase);
  return within({ what: 'privacy.export()', deadline: settings.slowDeadline, signal }, async () => {
    const call = await caller(engine, settings);
    const { interactions, browsing, status } = await allOf(call);
    const ids = [...new Set(interactions.map(({ product }) => product))];
    const products = await call((service) => service.products(ids));
    const titles = new Map(products.flatMap((product) => (product?.title ? [[product.id, product.title]] : [])));
    const { consent = 'granted' } = settings.engine;
    const updates = new Ledger(settings.engine.database).told;
    const parts = { consent, fineTuned: status.fineTuned, updates, interactions, browsing, titles };
    const text = writeProfile(parts, Date.now());
    return new Blob([passphrase === undefined ? text : await encrypt(text, passphrase)], { type: 'application/json' });
  });
}

/** @throws VitrineError `profile-…`, `wrong-passphrase`, `no-encryption`, `no-consent` */
export function importProfile(
  engine: EngineLink,
  settings: Settings,
  file: Blob | string,
  { passphrase, signal }: ImportOptions,
): Promise<ImportReport> {
  checkPassphrase(passphrase);
  return within({ what: 'privacy.import()', deadline: settings.slowDeadline, signal }, async (expired) => {
    refuseWithoutConsent(settings);
    const { events, leftOut } = readProfile(await open(file, passphrase), Date.now());
    const { refused, ...report } = await merge(await caller(engine, settings), events, expired);
    return { ...report, leftOut, refused: refused.length };
  });
}

/** @throws VitrineError `no-consent`, `bad-options` */
export function remember(
  engine: EngineLink,
  settings: Settings,
  past: readonly PastInteraction[],
  { signal }: CallOptions,
): Promise<PastReport> {
  return within({ what: 'remember()', deadline: settings.slowDeadline, signal }, async (expired) => {
    refuseWithoutConsent(settings);
    const { events, places, refused, ...told } = readPast(past, Date.now());
    const merged = await merge(await caller(engine, settings), events, expired);
    const refusals = merged.refused.map(({ index, message }) => ({ index: places[index], message }));
    return { ...merged, ...told, refused: [...refused, ...refusals].sort((a, b) => a.index - b.index) };
  });
}

function refuseWithoutConsent({ engine: { consent } }: Settings): void {
  if (consent !== 'denied') return;
  throw new VitrineError('no-consent', 'The visitor does not allow it: `consent` is `denied`.');
}

/** Merges events into the history, oldest first, those that it does not have. Indexes of what is refused are those of `events`. */
async function merge(call: Call, events: readonly VisitorEvent[], expired: () => boolean) {
  const { interactions, browsing } = await allOf(call);
  const known = new Set([...interactions, ...browsing].map(identityOf));
  const fresh = [...events.entries()].filter(([, event]) => {
    const identity = identityOf(event);
    return !known.has(identity) && known.add(identity);
  });
  const report = { stored: 0, known: events.length - fresh.length, durable: true };
  const refused: { index: number; message: string }[] = [];
  for (let from = 0; from < fresh.length && !expired(); from += AT_ONCE) {
    const part = fresh.slice(from, from + AT_ONCE);
    const recorded = await call((service) =>
      service.record(
        part.map(([, event]) => event),
        true,
      ),
    );
    report.stored += recorded.stored;
    report.durable &&= recorded.durable;
    for (const { index, message } of recorded.refused) refused.push({ index: part[index][0], message });
  }
  return { ...report, refused };
}

type Call = Awaited<ReturnType<typeof caller>>;

/** All that is stored, newest first, and the engine's state. */
async function allOf(call: Call) {
  const [interactions, browsing, status] = await Promise.all([
    call((service) => service.history(ALL)),
    call((service) => service.browsing(ALL)),
    call((service) => service.status()),
  ]);
  return { interactions, browsing, status };
}

/** Calls of the living engine that may take as long as a feed. One that dies ends the whole, which can be begun again. */
async function caller(engine: EngineLink, settings: Settings) {
  const life = await engine.life();
  return <TResult>(send: (service: Remote<Engine>) => Promise<TResult>): Promise<TResult> =>
    life.call(send, settings.slowDeadline / 2);
}

/** The plain value in a file. */
async function open(file: Blob | string, passphrase: string | undefined): Promise<object> {
  const isText = typeof file === 'string';
  if (!isText && !(file instanceof Blob)) {
    throw new VitrineError('bad-options', 'A profile is a file (`Blob`) or a text.');
  }
  if ((isText ? file.length : file.size) > MOST_BYTES) {
    throw unreadable(`It is larger than ${MOST_BYTES / 2 ** 20} MiB`);
  }
  const value = parse(isText ? file : await file.text());
  if ((value as { format?: unknown }).format !== ENCRYPTED) return value;
  return parse(await decrypt(value, passphrase));
}

function parse(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('It is not JSON');
  }
  if (typeof value === 'object' && value !== null) return value;
  throw unreadable('It is not an object');
}

/** A passphrase that is empty protects nothing. */
function checkPassphrase(passphrase: unknown): void {
  if (passphrase === undefined || (typeof passphrase === 'string' && passphrase !== '')) return;
  throw new VitrineError('bad-options', 'The option `passphrase` is not a text of at least one character.');
}
