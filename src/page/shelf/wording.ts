import type { InteractionName } from '../../contract/interaction.ts';
import type { Product } from '../../contract/product.ts';
import type { Reason } from '../../contract/recommendation.ts';

/** What the shelf says, in one language. */
interface Wording {
  heading: string;
  headingFallback: string;
  because: (interaction: InteractionName, title: string) => string;
  similar: (title: string) => string;
  popular: string;
}

const ENGLISH: Wording = {
  heading: 'For you',
  headingFallback: 'Popular now',
  because: (interaction, title) => {
    if (interaction === 'add_to_cart') return `Because you put ${title} in your cart`;
    if (interaction === 'add_to_wishlist') return `Because you saved ${title}`;
    return `Because you ${interaction === 'purchase' ? 'bought' : 'viewed'} ${title}`;
  },
  similar: (title) => `Similar to ${title}`,
  popular: 'Many shoppers chose it lately',
};

const CHINESE: Wording = {
  heading: '为你推荐',
  headingFallback: '热门商品',
  because: (interaction, title) => {
    if (interaction === 'add_to_cart') return `因为你加购过“${title}”`;
    if (interaction === 'add_to_wishlist') return `因为你收藏过“${title}”`;
    return `因为你${interaction === 'purchase' ? '买' : '看'}过“${title}”`;
  },
  similar: (title) => `与“${title}”相似`,
  popular: '近期很多人选择',
};

/** The wording for a BCP 47 language tag: Chinese for `zh…`, else English. */
export const wordingFor = (language: string): Wording => (/^zh\b/i.test(language) ? CHINESE : ENGLISH);

/** The first reason that can be told to a shopper, or nothing. */
export function tellReason(reasons: readonly Reason[], wording: Wording): string {
  for (const reason of reasons) {
    if (reason.kind === 'popular') return wording.popular;
    if (reason.kind === 'spread' || !reason.title) continue;
    return reason.kind === 'because'
      ? wording.because(reason.interaction, reason.title)
      : wording.similar(reason.title);
  }
  return '';
}

/** The price as the language writes it; a currency that is not an ISO 4217 code is put beside the number. */
export function tellPrice({ price, currency }: Product, language: string): string {
  if (price === undefined) return '';
  try {
    return new Intl.NumberFormat(language, currency ? { style: 'currency', currency } : {}).format(price);
  } catch {
    return [price, currency].join(' ').trim();
  }
}
