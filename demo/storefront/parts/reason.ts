import type { RecommendedProduct } from 'vitrine';
import { type Goods, textOf } from '../goods.ts';
import { fill, language, messages } from '../language.ts';
import type { Shop } from '../shop.ts';

const MAX_TITLE = 34;

const short = (title: string): string =>
  title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1).trimEnd()}…` : title;

/** Why a product is on a list, in the visitor's words. `about` is the product that the page is about. */
export function reasonText(shop: Shop, item: RecommendedProduct<Goods>, about?: string): string {
  const [reason] = item.reasons;
  if (!reason) return '';
  const say = messages();
  if (reason.kind === 'popular') return shop.own ? say.reasonPopular : say.reasonPopularSimulated;
  if (reason.kind === 'spread') return say.reasonSpread;
  const goods = shop.range.get(reason.product);
  const title = short(goods ? textOf(goods).title : (reason.title ?? reason.product));
  const isThis = reason.product === about;
  if (reason.kind === 'seed') return isThis ? say.reasonThis : fill(say.reasonSeed, { title });
  if (reason.kind === 'because')
    return isThis ? say.reasonThis : fill(say.reasonBecause[reason.interaction], { title });
  const shares = reason.shares.map((share) => say.shares[share]).join(language() === 'zh' ? '、' : ', ');
  return fill(isThis ? say.reasonSimilarThis : say.reasonSimilar, { title, shares });
}
