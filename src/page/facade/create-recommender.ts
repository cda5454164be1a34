import type { Remote } from 'comlink';
import type { Engine, EngineNews } from '../../contract/engine.ts';
import { fromWire, VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import type { Consent } from '../../contract/visitor-event.ts';
import { Journal, type Unstored } from '../events/journal.ts';
import type { Outbox } from '../events/outbox.ts';
import { ProductFeed } from '../feed/product-feed.ts';
import type { NeuralPart } from '../neural/neural-part.ts';
import { EngineLink } from '../workers/engine-link.ts';
import { type Limits, quiet, within } from '../workers/limits.ts';
import type { FurtherCalls } from './further-calls.ts';
import { FURTHER_CALLS, PRIVACY_CALLS } from './further-names.ts';
import { Events } from './listeners.ts';
import { onDemand } from './on-demand.ts';
import { readConsent, readSettings, readSource, type Setup } from './options.ts';
import { Problems } from './problems.ts';
import type {
  CallOptions,
  ProductSource,
  Recommender,
  RecommenderEvents,
  RecommenderOptions,
  RecommenderStatus,
} from './recommender.ts';

/**
 * Starts a recommender. Its calls may follow at once: each waits for what it needs.
 * @param setup how this build of the package starts its workers
 * @throws VitrineError `bad-options`
 */
export function startRecommender<TProduct extends Product = Product>(
  options: RecommenderOptions<TProduct>,
  setup: Setup,
): Recommender<TProduct> {
  const settings = readSettings(options, setup);
  const { deadline, slowDeadline } = settings;
  const events = new Events<RecommenderEvents>();
  const warned = new Set<VitrineError['code']>();
  const problems = new Problems((problem) => {
    const { code, message, remedy } = problem;
    if (settings.warnings && !warned.has(code)) console.warn(`vitrine (${code}): ${message} ${remedy}`);
    warned.add(code);
    events.emit('problem', problem);
  });
  const change = (reason: RecommenderEvents['change']['reason']): void => events.emit('change', { reason });

  const engine: EngineLink = new EngineLink(settings, {
    onState: () => events.emit('status', currentStatus()),
    onProblem: (problem) => problems.add(problem),
    onStatus: (status) => {
      for (const problem of status.problems) problems.addOnce(fromWire(problem));
    },
    onPack: () => change('pack'),
    onRestart: () => {
      outbox?.resendKept();
      change('restart');
    },
    onNews: (news: EngineNews) => {
      if (news === 'status') return refresh();
      if (news === 'erase') outbox?.forget();
      change(news);
    },
  });
  const refresh = (): void => {
    void quiet(engine.status({ what: 'status()', deadline }).then(() => events.emit('status', currentStatus())));
  };
  const journal = new Journal(settings.engine.database);
  const mayStore = (): boolean => settings.engine.consent === 'granted';
  let outbox: Outbox | undefined;
  const loadEvents = async (): Promise<Outbox> => {
    const { Outbox } = await onDemand(() => import('../events/outbox.ts'));
    outbox = new Outbox({
      deadline,
      adapters: settings.adapters,
      ask: (send) => engine.ask({ what: 'track()', deadline }, send),
      durable: () => engine.lastStatus.durable,
      onProblem: (problem) => problems.addOnce(problem),
      events,
      onReport: ({ stored, durable }) => {
        if (stored > 0) change('interaction');
        if (durable !== engine.lastStatus.durable) refresh();
      },
    });
    return outbox;
  };
  /** One for all who wait: imports of the same module may settle in any order, and what is tracked keeps its own. */
  let loadingEvents: Promise<Outbox> | undefined;
  const eventsPart = (): Promise<Outbox> => {
    loadingEvents ??= loadEvents().catch((error) => {
      loadingEvents = undefined;
      throw error;
    });
    return loadingEvents;
  };
  const restoreUnstored = (): void => {
    if (mayStore() && !journal.isEmpty) void quiet(eventsPart().then((part) => part.restore(journal.take())));
  };
  restoreUnstored();
  /** Ends of the streams that are heard, and of the lists that are watched. */
  const connections = new Set<() => void>();
  /** Tracked before the part that reads events was there. */
  const early = new Set<Unstored>();
  const onPageHide = (): void => {
    if (mayStore()) journal.add(outbox?.unstored() ?? [...early]);
  };
  globalThis.addEventListener?.('pagehide', onPageHide);
  const forget = (): void => {
    outbox?.forget();
    journal.clear();
  };
  let part: NeuralPart<TProduct> | undefined;
  const neuralPart = async () => {
    const { NeuralPart } = await onDemand(() => import('../neural/neural-part.ts'));
    const onProblem = (problem: VitrineError): void => problems.add(problem);
    part ??= new NeuralPart(engine, settings, { onProblem, onStatus: refresh, onAdopted: () => change('training') });
    if (engine.state === 'closed') part.close();
    return part;
  };

  const currentStatus = (): RecommenderStatus => ({
    ...engine.lastStatus,
    state: engine.state,
    restarts: engine.restarts,
    problems: problems.list,
  });

  let awaitsIdle = settings.neuralWhenIdle;
  const prepareNeural = (): void => {
    if (!awaitsIdle) return;
    awaitsIdle = false;
    void quiet(neuralPart().then((neural) => neural.prepare()));
  };

  /** @param until as long as lists wait for these products, which are no change to them. Milliseconds of `performance` */
  const setProducts = async (source: ProductSource<TProduct>, until: number, signal?: AbortSignal) => {
    const feed = new ProductFeed(readSource(source), { batch: deadline / 2, whole: slowDeadline / 2 });
    const report = await engine.setProducts(feed, { what: 'setProducts()', deadline: slowDeadline, signal });
    if (performance.now() >= until) change('products');
    refresh();
    return report;
  };
  const { products } = settings;
  // A server renders what a stranger is shown: nothing starts there, and nothing is amiss.
  if (products && globalThis.Worker) {
    setProducts(products as ProductSource<TProduct>, performance.now() + deadline).catch((thrown) => {
      if (engine.state !== 'closed') problems.addOnce(VitrineError.from(thrown));
    });
  }

  const told = <TResult>(
    what: string,
    options: CallOptions | undefined,
    send: (service: Remote<Engine>) => Promise<TResult>,
  ): Promise<TResult> => engine.ask({ what, deadline, signal: options?.signal }, send) as Promise<TResult>;
  /** A question about products. @param slow whether it may take as long as reading products: the first search makes the index */
  const asking = <TQuery extends object, TResult>(
    what: string,
    query: (TQuery & CallOptions) | undefined,
    send: (service: Remote<Engine>, asked: TQuery) => Promise<unknown>,
    slow?: true,
  ): Promise<TResult> =>
    settled(async () => {
      const { signal, ...rest } = query ?? ({} as CallOptions);
      const asked = plainQuery(rest) as TQuery;
      const limits: Limits = { what, deadline: slow ? slowDeadline : deadline, signal };
      const answer = await engine.ask(limits, (service) => send(service, asked), { withProducts: true, slow });
      prepareNeural();
      return answer as TResult;
    });
  const consent = (state: Consent): Promise<void> =>
    settled(async () => {
      settings.engine.consent = readConsent(state);
      if (state === 'denied') forget();
      await told('consent()', undefined, (service) => service.consent(state));
      restoreUnstored();
      change('consent');
      refresh();
    });
  const erase = (options?: CallOptions): Promise<void> =>
    settled(async () => {
      await told('erase()', options, (service) => service.erase());
      forget();
      change('erase');
    });
  const furtherCalls = async (): Promise<FurtherCalls<TProduct>> => {
    const { furtherCalls } = await onDemand(() => import('./further-calls.ts'));
    return furtherCalls({
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
    });
  };
  const later = <TName extends keyof FurtherCalls>(names: readonly TName[]) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        (...given: unknown[]) =>
          settled(async () => ((await furtherCalls())[name] as (...given: unknown[]) => Promise<unknown>)(...given)),
      ]),
    ) as Pick<FurtherCalls<TProduct>, TName>;
  const training = <TEvent, TReport>(of: (neural: NeuralPart<TProduct>) => AsyncGenerator<TEvent, TReport, void>) =>
    quietly(async function* () {
      return yield* of(await neuralPart());
    });

  return {
    ...later(FURTHER_CALLS),
    track: (payload, options) =>
      settled(async () => {
        const signal = options?.signal;
        if (outbox) return outbox.add(payload, signal);
        const waiting = { payload, at: Date.now() };
        early.add(waiting);
        const part = await within({ what: 'track()', deadline, signal }, eventsPart).finally(() =>
          early.delete(waiting),
        );
        return part.add(payload, signal, waiting.at);
      }),
    recommend: (query) => asking('recommend()', query, (service, asked) => service.recommend(asked)),
    recommendPage: (queries, options) =>
      asking('recommendPage()', { ...options, queries }, (service, asked) => service.recommendPage(asked.queries)),
    search: (query) =>
      settled(async () => {
        const asked = query && 'image' in query ? await (await neuralPart()).amongAlike(query) : query;
        return asking('search()', asked, (service, plain) => service.search(plain), true);
      }),
    suggest: (query) => asking('suggest()', query, (service, asked) => service.suggest(asked), true),
    setProducts: (source, options) => settled(() => setProducts(source, 0, options?.signal)),
    consent,
    privacy: { ...later(PRIVACY_CALLS), erase },
    train: (options) => training((neural) => neural.train(options ?? {})),
    trainPictures: (options) => training((neural) => neural.trainPictures(options)),
    erase,
    status: (options) =>
      settled(async () => {
        const signal = options?.signal;
        await engine.status({ what: 'status()', deadline, signal }).catch((thrown) => {
          if (signal?.aborted) throw thrown;
        });
        return currentStatus();
      }),
    on: (name, listener) => events.on(name, listener),
    close: () =>
      settled(async () => {
        globalThis.removeEventListener?.('pagehide', onPageHide);
        for (const end of connections) end();
        part?.close();
        if (engine.state === 'ready')
          await within({ what: 'close()', deadline }, async () => outbox?.sent()).catch(() => undefined);
        // What is held in memory alone goes with the engine: the next page stores it.
        onPageHide();
        outbox?.close();
        await engine.close({ what: 'close()', deadline });
        events.clear();
      }),
  };
}

/** Runs a call so that nothing of it is thrown or reported as unhandled: what fails is a VitrineError to those who await. */
function settled<TResult>(call: () => Promise<TResult>): Promise<TResult> {
  return quiet(
    call().catch((thrown) => {
      throw VitrineError.from(thrown, 'bad-options');
    }),
  );
}

/** A copy that can cross to the worker, also of a framework's reactive proxies. */
function plainQuery<TQuery>(query: TQuery): TQuery {
  try {
    return JSON.parse(JSON.stringify(query));
  } catch (thrown) {
    throw new VitrineError('bad-options', 'The query is not plain data.', {
      remedy: 'Give what JSON can hold.',
      cause: thrown,
    });
  }
}

/** Passes events on as they come; none of its rejections is ever reported as unhandled. */
function quietly<TEvent, TReport>(
  run: () => AsyncGenerator<TEvent, TReport, void>,
): AsyncGenerator<TEvent, TReport, void> {
  const steps = run();
  return Object.assign(Object.create(steps) as typeof steps, {
    next: () => quiet(steps.next()),
    return: (report: TReport) => quiet(steps.return(report)),
    throw: (error: unknown) => quiet(steps.throw(error)),
  });
}
