import type { RecommendationList, RecommendQuery } from '../../contract/recommendation.ts';
import type { Recommender, RecommenderEvents } from '../../page/facade/recommender.ts';

/** A question that waits for the test's answer. */
export interface Question {
  query: RecommendQuery & { signal?: AbortSignal };
  /** Answers with products of these ids. */
  answer: (...ids: string[]) => Promise<void>;
  fail: (error: unknown) => Promise<void>;
}

/** A recommender whose every list is answered by the test. */
export interface RecommenderDouble {
  recommender: Recommender;
  questions: Question[];
  /** Tells that lists may be ranked differently now. */
  change: () => void;
  listeners: () => number;
  /** Lists whose cards were watched, with whether that ended. */
  watched: { list: string; ended: boolean }[];
}

/** Lets promises settle, and what a framework renders by them. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export function createDouble(): RecommenderDouble {
  const questions: Question[] = [];
  const listeners = new Set<(event: RecommenderEvents['change']) => void>();
  const watched: RecommenderDouble['watched'] = [];
  const recommender: Pick<Recommender, 'recommend' | 'on' | 'watch'> = {
    watch: async ({ id }) => {
      const watch = { list: id, ended: false };
      watched.push(watch);
      return () => {
        watch.ended = true;
      };
    },
    recommend: (query = {}) =>
      new Promise<RecommendationList>((resolve, reject) => {
        const asked = questions.length + 1;
        questions.push({
          query,
          answer: (...ids) => {
            const items = ids.map((id) => ({ id, product: { id }, score: 1, reasons: [], shares: {} }));
            const placement = query.placement ?? 'home';
            resolve({ id: `list-${asked}`, placement, items, model: 'double', fallback: false, took: 0 });
            return settle();
          },
          fail: (error) => {
            reject(error);
            return settle();
          },
        });
      }),
    on: (name, listener) => {
      if (name !== 'change') return () => undefined;
      const heard = listener as (event: RecommenderEvents['change']) => void;
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
  return {
    recommender: recommender as Recommender,
    questions,
    change: () => {
      for (const listener of [...listeners]) listener({ reason: 'interaction' });
    },
    listeners: () => listeners.size,
    watched,
  };
}
