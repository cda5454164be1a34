import { element } from '../element.ts';
import { type Goods, recordOf } from '../goods.ts';
import { language, messages } from '../language.ts';
import type { Stage } from '../stage.ts';

/** A text for a product of which the shop has none, written in this browser and marked so. Its room is kept until it comes. */
export function madeText({ shop, signal }: Stage, goods: Goods): HTMLElement {
  const place = element('div', { class: 'product-text is-made', 'aria-busy': 'true' });
  const write = async (): Promise<void> => {
    try {
      const { text } = await shop.recommender.describe(recordOf(goods), { signal });
      place.replaceChildren(
        element('p', { lang: language() }, text),
        element('small', { class: 'product-text-note' }, messages().madeText),
      );
      place.setAttribute('aria-busy', 'false');
    } catch {
      // A page without the text is what the shop has anyway.
      place.remove();
    }
  };
  void write();
  return place;
}
