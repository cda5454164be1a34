import type { Recommender } from '../../src/index.ts';
import { openShop } from '../shop/open-shop.ts';

const LIMIT = 12;

/** One tab of a visitor who has several open. */
export class Tab {
  private constructor(private readonly shop: Recommender) {}

  static async open(products: number): Promise<Tab> {
    return new Tab(await openShop(products));
  }

  /** @returns when the click was made and when its list was there, on the clock that all tabs share */
  async click(id: string): Promise<{ clicked: number; listed: number }> {
    const clicked = now();
    await this.shop.track({ name: 'view_item', items: [{ item_id: id }] });
    await this.shop.recommend({ limit: LIMIT });
    return { clicked, listed: now() };
  }

  /** @returns when a list here first knew of the click */
  async learns(id: string): Promise<number> {
    for (;;) {
      const [latest] = await this.shop.history(1);
      const { items } = await this.shop.recommend({ limit: LIMIT });
      if (latest?.product !== id) continue;
      if (items.length !== LIMIT || items.some((item) => item.id === id)) throw new Error('a list that is not right');
      return now();
    }
  }

  async status(): Promise<{ interactions: number; sessions: number }> {
    const { interactions, sessions } = await this.shop.status();
    return { interactions, sessions };
  }
}

const now = (): number => performance.timeOrigin + performance.now();
