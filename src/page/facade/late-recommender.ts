import { quiet } from '../workers/limits.ts';
import type { Recommender } from './recommender.ts';

/**
 * A recommender's calls before it is there: each waits for it, in their order.
 * @param load gives the recommender; asked by every call, so that one that failed to load can be tried again
 */
export function lateRecommender(load: () => Promise<Recommender>): Recommender {
  let arrive: (real: Recommender) => void;
  const arrived = new Promise<Recommender>((resolve) => {
    arrive = resolve;
  });
  const ask = <TResult>(send: (real: Recommender) => Promise<TResult>): Promise<TResult> =>
    quiet(
      load().then((real) => {
        arrive(real);
        return send(real);
      }),
    );
  /** Steps that begin with the first `next()`. */
  const steps = <TEvent, TReport>(begin: (real: Recommender) => AsyncGenerator<TEvent, TReport, void>) => {
    type Steps = AsyncGenerator<TEvent, TReport, void>;
    let begun: Steps | undefined;
    const step = (take: (steps: Steps) => Promise<IteratorResult<TEvent, TReport>>) =>
      ask((real) => {
        begun ??= begin(real);
        return take(begun);
      });
    const late: Pick<Steps, 'next' | 'return' | 'throw' | typeof Symbol.asyncIterator> = {
      next: () => step((real) => real.next()),
      return: (report) => step((real) => real.return(report)),
      throw: (error) => step((real) => real.throw(error)),
      [Symbol.asyncIterator]: () => late as Steps,
    };
    return late as Steps;
  };
  return {
    track: (payload, options) => ask((real) => real.track(payload, options)),
    recommend: (query) => ask((real) => real.recommend(query)),
    search: (query) => ask((real) => real.search(query)),
    suggest: (query) => ask((real) => real.suggest(query)),
    setProducts: (products, options) => ask((real) => real.setProducts(products, options)),
    history: (limit, options) => ask((real) => real.history(limit, options)),
    connect: (stream) => ask((real) => real.connect(stream)),
    browsing: (limit, options) => ask((real) => real.browsing(limit, options)),
    consent: (state) => ask((real) => real.consent(state)),
    privacy: {
      export: (options) => ask((real) => real.privacy.export(options)),
      import: (file, options) => ask((real) => real.privacy.import(file, options)),
      erase: (options) => ask((real) => real.privacy.erase(options)),
    },
    train: (options) => steps((real) => real.train(options)),
    imagine: (query) => ask((real) => real.imagine(query)),
    describe: (product, options) => ask((real) => real.describe(product, options)),
    trainPictures: (options) => steps((real) => real.trainPictures(options)),
    erase: (options) => ask((real) => real.erase(options)),
    check: (options) => ask((real) => real.check(options)),
    status: (options) => ask((real) => real.status(options)),
    on: (name, listener) => {
      let end = (): void => {
        wanted = false;
      };
      let wanted = true;
      void arrived.then((real) => {
        if (wanted) end = real.on(name, listener);
      });
      return () => end();
    },
    close: () => ask((real) => real.close()),
  };
}
