import type { ProductId } from '../../contract/product.ts';

/** Milliseconds for which half of a card must be in view, without a break. */
const LONG_ENOUGH = 1_000;
/** Of a card, or, where a card is too tall for that, of what is in view. */
const HALF = 0.5;
/** Shares of a card at which the browser tells that it came or went. */
const THRESHOLDS = [0, 0.1, 0.2, 0.3, 0.4, HALF];
/** Milliseconds: what is seen within them is told together. */
const TOGETHER = 50;

/**
 * Tells which products of a list are really seen: half of the card in view for a second, in a page that is in view itself. A card
 * that is chosen was seen, however quickly. Each product is told once.
 * @param cards holds an element for each product, with its id as `data-product`; they may come and go
 * @returns a function that ends it
 */
export function watchList(
  cards: Element,
  products: readonly ProductId[],
  onSeen: (products: readonly ProductId[]) => void,
): () => void {
  const unseen = new Set(products);
  const inView = new Set<Element>();
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  let seen: ProductId[] = [];
  let telling: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => {
    clearTimeout(telling);
    telling = undefined;
    if (seen.length > 0) onSeen(seen);
    seen = [];
    if (unseen.size === 0) end();
  };
  const see = (card: Element | undefined): void => {
    const product = (card as HTMLElement | undefined)?.dataset.product;
    if (product === undefined || !unseen.delete(product)) return;
    seen.push(product);
    telling ??= setTimeout(tell, TOGETHER);
  };
  const start = (card: Element): void => {
    if (timers.has(card) || document.visibilityState === 'hidden') return;
    timers.set(
      card,
      setTimeout(() => see(card), LONG_ENOUGH),
    );
  };
  const stop = (card: Element): void => {
    clearTimeout(timers.get(card));
    timers.delete(card);
  };
  const leave = (card: Element): void => {
    inView.delete(card);
    stop(card);
  };

  const views = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const fillsView = rootBounds !== null && intersectionRect.height >= HALF * rootBounds.height;
        if (isIntersecting && (intersectionRatio >= HALF || fillsView)) {
          inView.add(target);
          start(target);
        } else leave(target);
      }
    },
    { threshold: THRESHOLDS },
  );
  const look = (): void => {
    for (const card of inView) {
      if (cards.contains(card)) continue;
      views.unobserve(card);
      leave(card);
    }
    for (const card of cards.querySelectorAll('[data-product]')) views.observe(card);
  };
  const changes = new MutationObserver(look);
  const onVisibility = (): void => {
    for (const card of inView) {
      if (document.visibilityState === 'hidden') stop(card);
      else start(card);
    }
  };
  const onChoice = (event: Event): void => {
    const path = event.composedPath();
    const within = path.slice(0, path.indexOf(cards)).filter((one) => one instanceof Element);
    see(within.find((one) => one.matches('[data-product]')));
    tell();
  };
  // Before the page's own listeners: what they track comes after.
  const CHOICES = ['click', 'auxclick'];

  changes.observe(cards, { childList: true, subtree: true });
  document.addEventListener('visibilitychange', onVisibility);
  for (const name of CHOICES) cards.addEventListener(name, onChoice, true);
  look();
  return end;

  function end(): void {
    views.disconnect();
    changes.disconnect();
    for (const card of inView) leave(card);
    document.removeEventListener('visibilitychange', onVisibility);
    for (const name of CHOICES) cards.removeEventListener(name, onChoice, true);
    if (seen.length > 0) tell();
  }
}
