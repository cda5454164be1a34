import type { Remote } from 'comlink';
import type { Engine } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import type { Consent } from '../../contract/visitor-event.ts';
import type { Outbox } from '../events/outbox.ts';
import type { NeuralPart } from '../neural/neural-part.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { quiet } from '../workers/limits.ts';
import type { FURTHER_CALLS, PRIVACY_CALLS } from './further-names.ts';
import { onDemand } from './on-demand.ts';
import type { Settings } from './options.ts';
import type { CallOptions, Recommender, RecommenderEvents, RecommenderStatus } from './recommender.ts';

/** What these calls use of a recommender. */
export interface Inside<TProduct extends Product> {
  engine: EngineLink;
  settings: Settings;
  /** Ends of the streams that are heard, and of the lists that are watched. */
  connections: Set<() => void>;
  neuralPart: () => Promise<NeuralPart<TProduct>>;
  eventsPart: () => Promise<Outbox>;
  asking: <TResult>(
    what: string,
    query: CallOptions | undefined,
    send: (service: Remote<Engine>) => Promise<unknown>,
  ) => Promise<TResult>;
  told: <TResult>(
    what: string,
    options: CallOptions | undefined,
    send: (service: Remote<Engine>) => Promise<TResult>,
  ) => Promise<TResult>;
  consent: (state: Consent) => Promise<void>;
  erase: () => Promise<void>;
  change: (reason: RecommenderEvents['change']['reason']) => void;
  currentStatus: () => RecommenderStatus;
}

export type FurtherCalls<TProduct extends Product = Product> = Pick<
  Recommender<TProduct>,
  (typeof FURTHER_CALLS)[number]
> &
  Pick<Recommender['privacy'], (typeof PRIVACY_CALLS)[number]>;

const DEFAULT_HISTORY = 100;

const privacyPart = () => onDemand(() => import('../privacy/privacy-part.ts'));

export function furtherCalls<TProduct extends Product>({
  engine,
  settings,
  connections,
  neuralPart,
  eventsPart,
  asking,
  told,
  consent,
  erase,
  change,
  currentStatus,
}: Inside<TProduct>): FurtherCalls<TProduct> {
  return {
    connect: async (stream) => {
      const { connectStream } = await onDemand(() => import('../events/connect.ts'));
      const part = await eventsPart();
      const end = connectStream(stream, (payload) => part.overhear(payload), {
        now: () => settings.engine.consent,
        become: (state) => {
          // An earlier page may have stored what this one, while the answer was pending, did not read.
          if (state === 'denied') void erase();
          void consent(state);
        },
      });
      connections.add(end);
      return end;
    },
    remember: async (past, options) => {
      const report = await (await privacyPart()).remember(engine, settings, past, options ?? {});
      change('interaction');
      return report;
    },
    profile: (options) => asking('profile()', options, (service) => service.profile()),
    imagine: async (query) => (await neuralPart()).imagine(query ?? {}),
    describe: async (product, options) => (await neuralPart()).describe(product, options ?? {}),
    history: (limit = DEFAULT_HISTORY, options) => told('history()', options, (service) => service.history(limit)),
    browsing: (limit = DEFAULT_HISTORY, options) => told('browsing()', options, (service) => service.browsing(limit)),
    declare: async (interests, options) => {
      await told('declare()', options, (service) => service.declare(interests));
      change('interaction');
    },
    report: ({ signal, ...asked } = {}) => told('report()', { signal }, (service) => service.report(asked)),
    watch: async (list, cards) => {
      if (!(cards instanceof Element)) {
        throw new VitrineError('bad-options', 'There is no element to watch.', {
          remedy: 'Give the element that holds the cards, each with the id of its product as data-product.',
        });
      }
      const { recordViews } = await onDemand(() => import('../views/record-views.ts'));
      const events = await eventsPart();
      const endWatch = recordViews(list, cards, (payload) => void quiet(events.add(payload)));
      const end = (): void => {
        connections.delete(end);
        endWatch();
      };
      connections.add(end);
      return end;
    },
    check: async (options) => {
      const { checkPage } = await onDemand(() => import('../check/check-page.ts'));
      return checkPage(engine, settings, options ?? {}, currentStatus, (await eventsPart()).createReader);
    },
    summary: async (options) => (await privacyPart()).summarise(engine, settings, options ?? {}),
    export: async (options) => (await privacyPart()).exportProfile(engine, settings, options ?? {}),
    import: async (file, options) => {
      const report = await (await privacyPart()).importProfile(engine, settings, file, options ?? {});
      change('interaction');
      return report;
    },
    update: async (options) => (await neuralPart()).update(options),
  };
}
