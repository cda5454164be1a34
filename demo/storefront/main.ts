import { createRecommender, type VitrineError } from 'vitrine';
import './styles/main.css';
import { App } from './app.ts';
import { answeredConsent } from './consent.ts';
import { acceptDrops } from './dropin/drop-zone.ts';
import { openDemoShopNext } from './dropin/own-choice.ts';
import { NoFeed, openKeptShop, openOwnShop } from './dropin/own-shop.ts';
import { element } from './element.ts';
import type { Goods } from './goods.ts';
import { fill, language, messages, speak, writePricesLike } from './language.ts';
import { keepOffline } from './offline.ts';
import { announce } from './parts/announce.ts';
import { forgetDrawings } from './picture.ts';
import { to } from './router.ts';
import { Shop } from './shop.ts';

const FEED = './products.json';
const PACK = './osier.safetensors';
const GENERATORS = {
  pictures: './osier-imagine.safetensors',
  describer: './osier-describer.safetensors',
  encoder: './osier-lookalikes.safetensors',
};
const TYPES = ['1em "Instrument Sans"', '1em "Instrument Serif"'];
/** As long as browsers hold letters back. */
const TYPE_PATIENCE_MS = 3000;

let open: Shop | undefined;

/** Shows a shop in place of the one on the page, from its front door. */
async function enter(shop: Shop): Promise<void> {
  const before = open;
  open = shop;
  forgetDrawings();
  writePricesLike(shop.range.all.map(({ price }) => price));
  if (before) history.replaceState(null, '', to(''));
  new App(shop, { onOwnBack: () => void leaveOwn(), onFiles: (files) => void enterOwn(files) }).show();
  await before?.close();
}

/** The first words are set once, in their own type: late letters would move the page. */
async function typefaces(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, TYPE_PATIENCE_MS));
  await Promise.race([patience, Promise.allSettled(TYPES.map((font) => document.fonts.load(font)))]);
}

async function enterDemo(): Promise<void> {
  const recommender = await createRecommender<Goods>({
    database: 'osier',
    products: FEED,
    pack: PACK,
    generators: GENERATORS,
    ...answeredConsent(),
  });
  const goods = (await (await fetch(FEED)).json()) as Goods[];
  await lettering;
  await enter(new Shop({ database: 'osier', goods }, recommender));
}

async function leaveOwn(): Promise<void> {
  openDemoShopNext();
  await enterDemo();
}

/** The visitor's own shop where they had it open last; what is kept of it may be gone or of another build. */
async function enterKept(): Promise<boolean> {
  try {
    const kept = await openKeptShop();
    if (kept === undefined) return false;
    await lettering;
    await enter(kept);
    return true;
  } catch {
    openDemoShopNext();
    return false;
  }
}

/** Opens a shop from the visitor's files; what was wrong with them is said, and the shop that is open stays. */
async function enterOwn(files: readonly File[]): Promise<void> {
  announce(fill(messages().ownReading, { name: files.map(({ name }) => name).join(', ') }));
  try {
    const shop = await openOwnShop(files);
    await enter(shop);
    announce(shop.name);
  } catch (error) {
    const { message, remedy } = error as VitrineError;
    announce(error instanceof NoFeed ? messages().ownNoFeed : [message, remedy].filter(Boolean).join(' '));
  }
}

speak(language());
const lettering = typefaces();
acceptDrops((files) => void enterOwn(files));
try {
  if (!(await enterKept())) await enterDemo();
} catch (error) {
  const again = element(
    'button',
    { class: 'button', type: 'button', on: { click: () => location.reload() } },
    messages().retry,
  );
  document.body.replaceChildren(
    element(
      'main',
      { class: 'quiet-page' },
      element('h1', {}, messages().openFailed),
      element('p', {}, (error as Error).message),
      again,
    ),
  );
}
await keepOffline();
