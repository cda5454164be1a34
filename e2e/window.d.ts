import type { Recommender } from 'vitrine';
import type {} from 'vitrine/script';

declare global {
  interface Window {
    /** The recommender of the page under test. */
    shop: Recommender;
    /** The package, where a page loads it without a bundler. */
    lib: typeof import('vitrine');
  }
}
