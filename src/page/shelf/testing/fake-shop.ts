import type { Product } from '../../../contract/product.ts';
import type { Reason, RecommendationList } from '../../../contract/recommendation.ts';
import type { RecommenderEvents } from '../../facade/recommender.ts';

/** Only what a shelf asks of a recommender. */
export class FakeShop {
  products: Product[] = [];
  asked: unknown[] = [];
  tracked: unknown[] = [];
  change: (change?: Partial<RecommenderEvents['change']>) => void = () => undefined;
  interactions = 0;
  stopped = 0;
  reasons: Record<string, Reason[]> = {};
  list: Partial<RecommendationList> = {};
  hidden = new Set<string>();

  on(_: string, listener: FakeShop['change']): () => void {
    this.change = listener;
    return () => {
      this.stopped += 1;
    };
  }

  async recommend({ signal: _, ...query }: { signal?: AbortSignal; limit?: number }): Promise<RecommendationList> {
    this.asked.push(query);
    const shown = this.products.filter(({ id }) => !this.hidden.has(id)).slice(0, query.limit);
    const items = shown.map((product) => ({
      id: product.id,
      product,
      score: 1,
      reasons: this.reasons[product.id] ?? [{ kind: 'popular' as const }],
      shares: {},
    }));
    return { id: 'list-7', placement: 'home', model: 'popular', fallback: true, took: 0, ...this.list, items };
  }

  watched: { list: string; end?: boolean }[] = [];
  async watch({ id }: RecommendationList): Promise<() => void> {
    const watch: FakeShop['watched'][number] = { list: id };
    this.watched.push(watch);
    return () => {
      watch.end = true;
    };
  }

  async status(): Promise<{ interactions: number }> {
    return { interactions: this.interactions };
  }

  async track(payload: unknown): Promise<void> {
    this.tracked.push(payload);
    const { name, items } = payload as { name: string; items: { item_id: string }[] };
    if (name === 'dismiss') this.hidden.add(items[0].item_id);
    if (name === 'undo_dismiss') this.hidden.delete(items[0].item_id);
    if (name.endsWith('dismiss')) this.change();
  }
}
