import type { Engine, EngineNews, EngineOptions, EngineStatus, TrainOptions, TrainReport } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';
import type { StoredInteraction } from '../contract/interaction.ts';
import { type CatalogueReport, PADDING, type Product, type ProductId } from '../contract/product.ts';
import type { RecommendationList, RecommendQuery } from '../contract/recommendation.ts';
import type { SearchQuery, SearchResult, Suggestions, SuggestQuery } from '../contract/search.ts';
import type { TrainingProgress } from '../contract/training-progress.ts';
import type { BrowseEvent, Consent, TrackReport, VisitorEvent } from '../contract/visitor-event.ts';
import { FineTuning } from './fine-tuning/fine-tuning.ts';
import { Gate } from './gate.ts';
import { gpuPartAt } from './gpu-part.ts';
import { FeedCache } from './intake/feed-cache.ts';
import { LoadBarrier } from './intake/load-barrier.ts';
import { ProductIntake } from './intake/product-intake.ts';
import { readPackFile } from './intake/read-pack-file.ts';
import { assembleList } from './lists/assemble-list.ts';
import { chooseAmong } from './lists/choose-among.ts';
import { resolveQuery } from './lists/resolve-query.ts';
import { Visitor } from './lists/visitor.ts';
import { Problems } from './problems.ts';
import { responsesPartAt } from './responses-part.ts';
import { rulesFor } from './rules-part.ts';
import { neededPart } from './script-part.ts';
import type { openSearch, ProductSearch } from './search/product-search.ts';
import { Serving } from './serving.ts';
import { SessionCache } from './session-cache.ts';
import { Cache } from './storage/cache.ts';
import { History, type HistoryEvents } from './storage/history.ts';
import { interestsOf } from './storage/interests.ts';

/** The engine: history, catalogue, pack, funnel and fine-tuning, wired. */
export function createEngine(): Engine {
  return new WiredEngine();
}

class WiredEngine implements Engine {
  readonly #problems = new Problems();
  readonly #serving = new Serving((problem) => this.#problems.addOnce(problem));
  readonly #visitor = new Visitor();
  readonly #intake = new ProductIntake({
    take: (feed) => this.#serving.takeProducts(feed),
    onProblem: (problem) => this.#problems.add(problem),
  });
  readonly #packBarrier = new LoadBarrier();
  readonly #fineTuning = new FineTuning(this.#serving, (problem) => this.#problems.add(problem));
  #history: History | undefined;
  #gate: Gate | undefined;
  #feeds: FeedCache | undefined;
  #sessions: SessionCache | undefined;
  #closed = false;
  #rulesAt: string | undefined;
  #searchAt: string | undefined;
  #synonyms: EngineOptions['synonyms'];
  #search: ProductSearch | undefined;

  async open(
    {
      database,
      weights,
      gpuScan,
      listRules,
      responses,
      feedForms,
      search,
      synonyms,
      consent = 'granted',
    }: EngineOptions,
    onNews: (news: EngineNews) => unknown = () => undefined,
  ): Promise<EngineStatus> {
    this.#rulesAt = listRules;
    this.#searchAt = search;
    this.#synonyms = synonyms;
    this.#serving.responsesOf = responsesPartAt(responses, (problem) => this.#problems.add(problem));
    this.#serving.useWeights(weights);
    this.#intake.formsAt = feedForms;
    this.#serving.chooseGpu = gpuScan === undefined ? undefined : gpuPartAt(gpuScan);
    await this.#history?.close();
    const events: HistoryEvents = {
      onProblem: (problem) => this.#problems.add(problem),
      onOthers: (change) => {
        if (change === 'erase') this.#forget();
        onNews(change);
      },
      onDurable: () => onNews('status'),
    };
    this.#history = new History(database, events, consent === 'granted');
    this.#gate = new Gate(this.#history, consent);
    this.#feeds = new FeedCache(new Cache(this.#history.connection, 'feeds'));
    this.#sessions = new SessionCache(new Cache(this.#history.connection, 'states'), () => this.#serving.sessions);
    await this.#history.loaded();
    await this.#fineTuning.restore(this.#history);
    return this.status();
  }

  async loadPack(source: string | ArrayBuffer): Promise<EngineStatus> {
    this.#opened();
    await this.#packBarrier.during(async (arrived) => {
      try {
        const file = await readPackFile(source, (part) => {
          this.#serving.takePart(part);
          arrived();
        });
        await this.#serving.takePack(file);
      } catch (thrown) {
        this.#serving.dropPart();
        throw thrown;
      }
    });
    await this.#fineTuning.restore(this.#history!);
    await this.#sessions?.restore();
    return this.status();
  }

  async loadProducts(url: string): Promise<CatalogueReport> {
    return this.#intake.load(url, this.#feeds);
  }

  async stageProducts(rows: readonly unknown[]): Promise<void> {
    await this.#intake.stage(rows);
  }

  async discardProducts(): Promise<void> {
    this.#intake.discard();
  }

  async commitProducts(): Promise<CatalogueReport> {
    return this.#intake.commit();
  }

  async record(events: readonly VisitorEvent[], earlier?: boolean): Promise<TrackReport> {
    return this.#opened().record(events, earlier);
  }

  async recommend(asked: RecommendQuery): Promise<RecommendationList> {
    const query = resolveQuery(asked);
    const rules = query.rules.length > 0 ? await rulesFor(query.rules, this.#rulesAt) : undefined;
    const history = await this.#opened().read();
    await this.#packBarrier.until(() => this.#serving.canRank(history.entries.length > 0));
    const started = performance.now();
    // The list is made with these, whatever arrives while it waits for a source.
    const { catalogue, chain, responses } = this.#serving;
    this.#visitor.follow(history, catalogue);
    const among = query.among && chooseAmong(catalogue, query.among);
    const context = this.#visitor.context(query, among?.rows);
    const ranked = await chain.rank(context, query, rules?.(catalogue, context));
    const probabilities = responses?.follow(history, catalogue).probabilities(
      ranked.map(({ item }) => item),
      Date.now(),
    );
    const list = assembleList(catalogue, context, ranked, query, probabilities);
    // A first list may do without features; the next one will not have to wait for them.
    setTimeout(() => catalogue.features.prepare());
    this.#sessions?.keep();
    return { ...list, ...(among?.leftOut && { leftOut: among.leftOut }), took: performance.now() - started };
  }

  async search(query: SearchQuery): Promise<SearchResult> {
    return (await this.#openSearch()).search(query);
  }

  async suggest(query: SuggestQuery): Promise<Suggestions> {
    return (await this.#openSearch()).suggest(query);
  }

  async history(limit: number): Promise<StoredInteraction[]> {
    return (await (await this.#opened().read()).newest(limit)).reverse();
  }

  async browsing(limit: number): Promise<BrowseEvent[]> {
    return (await this.#opened().read()).browsing(limit);
  }

  async interests(limit: number): Promise<ProductId[]> {
    const { entries } = await this.#opened().read();
    const newestFirst = interestsOf(entries).reverse();
    return [...new Set(newestFirst.map(({ product }) => product))].slice(0, limit);
  }

  async consent(state: Consent): Promise<void> {
    const gate = this.#opened();
    if (state === 'denied') this.#forget();
    await gate.change(state);
  }

  async products(ids: readonly ProductId[]): Promise<(Product | null)[]> {
    const { catalogue } = this.#serving;
    return ids.map((id) => {
      const product = catalogue.product(catalogue.itemOf(id) ?? PADDING);
      return product === undefined || product.inStock === false ? null : product;
    });
  }

  async train(
    call: string,
    options: TrainOptions,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<TrainReport> {
    const history = await this.#opened().train();
    return this.#fineTuning.train(call, options, history, onProgress);
  }

  async cancel(call: string): Promise<void> {
    this.#fineTuning.cancel(call);
  }

  async connectNeural(port: MessagePort): Promise<void> {
    this.#fineTuning.connect(port);
  }

  async disconnectNeural(): Promise<void> {
    this.#fineTuning.disconnect();
  }

  async erase(): Promise<void> {
    this.#opened();
    this.#forget();
    await this.#history!.erase();
  }

  async status(): Promise<EngineStatus> {
    const { packFile, catalogue, weights, scoring } = this.#serving;
    return {
      products: catalogue.products,
      interactions: (await this.#history?.count()) ?? 0,
      sessions: this.#history?.sessions ?? 0,
      durable: this.#history?.durable ?? false,
      pack: packFile && {
        bytes: packFile.bytes,
        products: packFile.pack.ids.size,
        sections: Object.keys(packFile.pack.sections),
        created: packFile.pack.manifest.created,
      },
      weights,
      fineTuned: this.#fineTuning.adopted,
      scoring: scoring && { kind: scoring.kind, reason: scoring.reason },
      neural: this.#fineTuning.status,
      problems: this.#problems.list(),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#intake.discard();
    this.#feeds?.close();
    this.#sessions?.close();
    this.#fineTuning.disconnect();
    await this.#history?.close();
  }

  async #openSearch(): Promise<ProductSearch> {
    this.#opened();
    this.#search ??= (await neededPart<typeof openSearch>(this.#searchAt, 'vitrineOpenSearch'))({
      engine: this,
      serving: this.#serving,
      indexes: new Cache(this.#history!.connection, 'indexes'),
      synonyms: this.#synonyms,
    });
    return this.#search;
  }

  /** What was made of the visitor's history goes with it. */
  #forget(): void {
    this.#fineTuning.forget();
    this.#sessions?.forget();
  }

  #opened(): Gate {
    if (this.#closed) throw new VitrineError('closed', 'The engine was closed.');
    if (this.#gate === undefined) {
      throw new VitrineError('bad-options', 'The engine is not open.', { remedy: 'Call open() first.' });
    }
    return this.#gate;
  }
}
