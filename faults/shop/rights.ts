/** What is stored of a visit: before the visitor allows it, and after they had it erased. */
import { createRecommender, type Recommender } from 'vitrine';
import { LATE_MS } from './visit.ts';

/** What the attack gives as `consent`; `none`: nothing, so that the browser's signals decide. */
export type AskedConsent = 'pending' | 'denied' | 'granted' | 'none';

const LOOKS = ['tea-1', 'tea-3', 'garden-2', 'tea-5', 'kitchen-1', 'tea-2', 'light-4', 'paper-1'];
/** Milliseconds since 1970, the same for all tabs and finer than `Date.now()`. */
const now = (): number => performance.timeOrigin + performance.now();

let shop: Recommender;
let forgotten: Promise<number>;

/** A whole visit: products, a pack, clicks, a search, an interest, lists and, where it is asked for, a training. */
export async function browse(database: string, consent: AskedConsent, trains = false): Promise<void> {
  shop = await createRecommender({
    database,
    ...(consent !== 'none' && { consent }),
    deadline: LATE_MS,
    products: '/golden/shop/products.json',
    pack: '/golden/v2/attention.safetensors',
    warnings: false,
  });
  forgotten = new Promise((resolve) => {
    shop.on('change', ({ reason }) => {
      if (reason === 'erase') resolve(now());
    });
  });
  for (const item_id of LOOKS) {
    await shop.track({ name: 'view_item', items: [{ item_id }] });
    await shop.recommend({ limit: 4 });
  }
  await shop.track({ name: 'search', search_term: 'tea' });
  await shop.track({ name: 'page_view', page_location: `${location.origin}/tea` });
  await shop.search({ text: 'tea' });
  await shop.profile();
  if (consent === 'granted')
    await shop.declare([{ kind: 'category', name: 'tea', wish: 'more' }]).catch(() => undefined);
  if (trains) for await (const _ of shop.train({ epochs: 1 }));
  // The engine stores what it read a second after the first list.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
}

/** @returns when it was asked for, and when it was done */
export async function erase(): Promise<{ asked: number; done: number }> {
  const asked = now();
  await shop.privacy.erase();
  return { asked, done: now() };
}

/** Resolves when this tab has been told: when that was, and the events that it still knows. */
export async function untilForgotten(): Promise<{ told: number; known: number }> {
  const told = await forgotten;
  const [history, browsing] = await Promise.all([shop.history(1_000), shop.browsing(1_000)]);
  return { told, known: history.length + browsing.length };
}

/** Lists are made as before, which may store what they were made with. */
export async function goOn(): Promise<void> {
  await shop.recommend({ limit: 4 });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

/** All that the site has stored in this browser, by where: records of IndexedDB by store, entries of the rest. */
export async function storedHere(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name } of await indexedDB.databases()) {
    const database = await answerOf(indexedDB.open(name!));
    for (const store of database.objectStoreNames) {
      const records = await answerOf(database.transaction(store).objectStore(store).count());
      if (records > 0) found[store] = (found[store] ?? 0) + records;
    }
    database.close();
    found.databases = (found.databases ?? 0) + 1;
  }
  const rest = {
    localStorage: localStorage.length,
    sessionStorage: sessionStorage.length,
    caches: (await caches.keys()).length,
    cookies: document.cookie === '' ? 0 : document.cookie.split(';').length,
    bytes: (await navigator.storage.estimate()).usage ?? 0,
  };
  for (const [where, count] of Object.entries(rest)) if (count > 0) found[where] = count;
  return found;
}

function answerOf<TResult>(request: IDBRequest<TResult>): Promise<TResult> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
