import type { Product } from '../contract/product.ts';
import type { RecommendationList, RecommendQuery } from '../contract/recommendation.ts';
import type { SearchQuery, SearchResult } from '../contract/search.ts';

/** What the assistant asks: a recommender, or whatever answers as one. */
export interface AssistantShop<TProduct extends Product = Product> {
  search(query: SearchQuery & { signal?: AbortSignal }): Promise<SearchResult<TProduct>>;
  recommend(query: RecommendQuery & { signal?: AbortSignal }): Promise<RecommendationList<TProduct>>;
}
