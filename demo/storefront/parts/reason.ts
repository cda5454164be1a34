import type { RecommendedProduct } from 'vitrine';
import { type Goods, textOf } from '../goods.ts';
import { fill, language, messages } from '../language.ts';
import type { Shop } from '../shop.ts';

/** Features that a reason names at most: what is longer than a card's line tells less. */
const NAMED = 2;

/** Why a product is on a list, in the visitor's words. `about` is the product that the page is about. */
export function reasonText(shop: Shop, item: RecommendedProduct<Goods>, about?: string): string {
  const [reason] = item.reasons;
  if (!reason) return '';
  const say = messages();
  if (reason.kind === 'popular') return shop.own ? say.reasonPopular : say.reasonPopularSimulated;
  if (reason.kind === 'spread') return say.reasonSpread;
  if (reason.kind === 'trending') return say.reasonTrending;
  if (reason.kind === 'new') return say.reasonNew;
  if (reason.kind === 'again') return reason.bought ? say.reasonBought : say.reasonViewed;
  const goods = shop.range.get(reason.product);
  const title = goods ? textOf(goods).title : (reason.title ?? reason.product);
  const isThis = reason.product === about;
  if (reason.kind === 'seed') return isThis ? say.reasonThis : fill(say.reasonSeed, { title });
  if (reason.kind === 'because')
    return isThis ? say.reasonThis : fill(say.reasonBecause[reason.interaction], { title });
  const shares = reason.shares
    .slice(0, NAMED)
    .map((share) => say.shares[share])
    .join(language() === 'zh' ? '、' : ', ');
  return fill(isThis ? say.reasonSimilarThis : say.reasonSimilar, { title, shares });
}
