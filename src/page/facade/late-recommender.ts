import { quiet } from '../workers/limits.ts';
import type { Recommender } from './recommender.ts';

/** Those that answer with one promise. */
const CALLS = [
  'track',
  'recommend',
  'recommendPage',
  'search',
  'suggest',
  'setProducts',
  'history',
  'connect',
  'browsing',
  'profile',
  'declare',
  'remember',
  'watch',
  'report',
  'consent',
  'imagine',
  'describe',
  'erase',
  'check',
  'status',
  'close',
] as const satisfies readonly (keyof Recommender)[];

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
  const each = <TThis, TName extends keyof TThis & string>(of: (real: Recommender) => TThis, names: readonly TName[]) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        (...given: unknown[]) => ask((real) => (of(real)[name] as (...given: unknown[]) => Promise<unknown>)(...given)),
      ]),
    ) as Pick<TThis, TName>;
  return {
    ...each((real) => real, CALLS),
    privacy: each((real) => real.privacy, ['summary', 'export', 'import', 'erase', 'update']),
    train: (options) => steps((real) => real.train(options)),
    trainPictures: (options) => steps((real) => real.trainPictures(options)),
    on: (name, listener) => {
      const begun = arrived.then((real) => real.on(name, listener));
      return () => void begun.then((end) => end());
    },
  };
}
