import type { Remote } from 'comlink';
import type { Engine } from '../../contract/engine.ts';
import type { Product } from '../../contract/product.ts';
import type { Consent } from '../../contract/visitor-event.ts';
import type { Outbox } from '../events/outbox.ts';
import type { NeuralPart } from '../neural/neural-part.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { onDemand } from './on-demand.ts';
import type { Settings } from './options.ts';
import type { CallOptions, Recommender, RecommenderEvents, RecommenderStatus } from './recommender.ts';

/** What these calls use of a recommender. */
export interface Inside<TProduct extends Product> {
  engine: EngineLink;
  settings: Settings;
  /** Ends of the streams that are heard. */
  connections: (() => void)[];
  neuralPart: () => Promise<NeuralPart<TProduct>>;
  eventsPart: () => Promise<Outbox>;
  asking: <TResult>(
    what: string,
    query: CallOptions | undefined,
    send: (service: Remote<Engine>) => Promise<unknown>,
  ) => Promise<TResult>;
  consent: (state: Consent) => Promise<void>;
  erase: () => Promise<void>;
  change: (reason: RecommenderEvents['change']['reason']) => void;
  currentStatus: () => RecommenderStatus;
}

type OnDemand = 'connect' | 'remember' | 'profile' | 'imagine' | 'describe' | 'check';

/** Calls that few pages make: their code comes with the first of them. */
export type FurtherCalls<TProduct extends Product = Product> = Pick<Recommender<TProduct>, OnDemand> & {
  privacy: Omit<Recommender['privacy'], 'erase'>;
};

const privacyPart = () => onDemand(() => import('../privacy/privacy-part.ts'));

export function furtherCalls<TProduct extends Product>({
  engine,
  settings,
  connections,
  neuralPart,
  eventsPart,
  asking,
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
      connections.push(end);
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
    check: async (options) => {
      const { checkPage } = await onDemand(() => import('../check/check-page.ts'));
      return checkPage(engine, settings, options ?? {}, currentStatus, (await eventsPart()).createReader);
    },
    privacy: {
      summary: async (options) => (await privacyPart()).summarise(engine, settings, options ?? {}),
      export: async (options) => (await privacyPart()).exportProfile(engine, settings, options ?? {}),
      import: async (file, options) => {
        const report = await (await privacyPart()).importProfile(engine, settings, file, options ?? {});
        change('interaction');
        return report;
      },
      update: async (options) => (await neuralPart()).update(options),
    },
  };
}
