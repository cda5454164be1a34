import { type ConsentEvent, definePrivacy, type VitrinePrivacy } from 'vitrine/privacy';
import { rememberConsent } from '../consent.ts';
import { element } from '../element.ts';
import { labelOf } from '../goods.ts';
import { messages } from '../language.ts';
import type { Stage, View } from '../stage.ts';

/** What the shop knows about the visitor, and what they may do with it. */
export function yourData({ shop }: Stage): View {
  definePrivacy(shop.recommender);
  const known = document.createElement('vitrine-privacy') as VitrinePrivacy;
  known.recommender = shop.recommender;
  known.labelOf = labelOf;
  known.addEventListener('vitrine-consent', (event) => rememberConsent((event as ConsentEvent).detail.consent));
  const { yourData: title } = messages();
  return {
    title,
    content: element('div', { class: 'your-data' }, element('h1', { class: 'page-title' }, title), known),
  };
}
