import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import type { Engine, EngineNews, EngineOptions, EngineStatus, TrainReport, TrainRequest } from '../contract/engine.ts';
import { fromWire, VitrineError } from '../contract/errors.ts';
import type { StoredInteraction } from '../contract/interaction.ts';
import { interestsOf } from '../contract/interests.ts';
import type { ListReport, ReportEvent, ReportOptions } from '../contract/list-report.ts';
import { type CatalogueReport, PADDING, type Product, type ProductId } from '../contract/product.ts';
import type { RecommendationList, RecommendQuery } from '../contract/recommendation.ts';
import type { RemoteOptions } from '../contract/remote.ts';
import type { SearchQuery, SearchResult, Suggestions, SuggestQuery } from '../contract/search.ts';
import type { TrainingProgress } from '../contract/training-progress.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { readOptions } from '../contract/validation/read-options.ts';
import type { BrowseEvent, Consent, TrackReport, VisitorEvent } from '../contract/visitor-event.ts';
import type { Declaration, VisitorProfile } from '../contract/visitor-profile.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import type { Declared } from './declared.ts';
import type { Training } from './fine-tuning/training.ts';
import { Gate } from './gate.ts';
import { FeedCache } from './intake/feed-cache.ts';
import { LoadBarrier } from './intake/load-barrier.ts';
import { ProductIntake } from './intake/product-intake.ts';
import { readPackFile } from './intake/read-pack-file.ts';
import { assembleList } from './lists/assemble-list.ts';
import { chooseAmong } from './lists/choose-among.ts';
import { type ResolvedQuery, resolveQuery } from './lists/resolve-query.ts';
import { Visitor } from './lists/visitor.ts';
import { Problems } from './problems.ts';
import { type EngineParts, ScriptParts, understood } from './script-parts.ts';
import type { ProductSearch } from './search/product-search.ts';
import { Serving } from './serving.ts';
import { SessionCache } from './session-cache.ts';
import type { Shards } from './shards/shards.ts';
import { Cache } from './storage/cache.ts';
import { hasWeights } from './storage/fine-tuned-weights.ts';
import { History, type HistoryEvents } from './storage/history.ts';

/** What lists lack without the scripts of what a visitor declared. */
const LOSS = 'do without what the visitor declared';

/** Latest events that name no single product, of which those of lists count against exploring what they showed. */
const LISTS_SEEN = 200;

/**
 * The engine: history, catalogue, pack, funnel and fine-tuning, wired.
 * @param inHand parts that need no script. Default none
 */
export function createEngine(inHand?: Partial<EngineParts>): Engine {
  return new WiredEngine(inHand);
}

/** Interactions among which an event is credited to a list: those that are in memory anyway. */
const LATEST = 20_000;
/** The address of the index of a pack in shards. */
const SHARDS = /\.json($|[?#])/;

const twoFeeds = (): VitrineError =>
  new VitrineError('bad-options', 'The products come with the shards of the pack; those of the page are left out.', {
    remedy: 'Leave out `products`.',
  });

/** Of the option `retention`. */
const Days = plain.positive(Number.MAX_VALUE);

class WiredEngine implements Engine {
  readonly #problems = new Problems();
  readonly #tellOnce = (problem: VitrineError): void => this.#problems.addOnce(problem);
  readonly #parts: ScriptParts;
  readonly #serving: Serving;
  readonly #visitor = new Visitor();
  readonly #intake: ProductIntake;
  readonly #packBarrier = new LoadBarrier();
  /** Once its script was loaded: something is, or was, trained on the visitor. */
  #training: Training | undefined;
  /** To the neural worker that is connected. */
  #neural: MessagePort | undefined;
  #history: History | undefined;
  #gate: Gate | undefined;
  #feeds: FeedCache | undefined;
  #sessions: SessionCache | undefined;
  #closed = false;
  #synonyms: EngineOptions['synonyms'];
  #encoder: EngineOptions['encoder'];
  #search: ProductSearch | undefined;
  #shards: Shards | undefined;
  #onNews: (news: EngineNews) => unknown = () => undefined;
  #declared: Promise<Declared | undefined> | undefined;

  constructor(inHand?: Partial<EngineParts>) {
    const onProblem = (problem: VitrineError) => this.#problems.add(problem);
    this.#parts = new ScriptParts(inHand);
    this.#serving = new Serving(this.#parts, this.#tellOnce);
    this.#intake = new ProductIntake({
      parts: this.#parts,
      take: (feed) => (this.#shards ? this.#tellOnce(twoFeeds()) : this.#serving.takeProducts(feed)),
      onProblem,
    });
  }

  async open(
    { database, weights, parts = {}, synonyms, encoder, consent = 'granted', retention, remote }: EngineOptions,
    onNews: (news: EngineNews) => unknown = () => undefined,
  ): Promise<EngineStatus> {
    this.#parts.addresses = parts;
    this.#onNews = onNews;
    this.#synonyms = synonyms;
    this.#encoder = encoder;
    this.#serving.useWeights(weights);
    await this.#history?.close();
    const events: HistoryEvents = {
      onProblem: (problem) => this.#problems.add(problem),
      onOthers: (change) => {
        this.#declared = undefined;
        this.#search?.heard();
        if (change === 'erase') this.#forget();
        if (change !== 'training') return onNews(change);
        return this.#restoreTrained().then(() => onNews(change));
      },
      onDurable: () => onNews('status'),
    };
    this.#history = new History(
      database,
      events,
      consent === 'granted',
      retention === undefined ? undefined : readOptions('retention', Days, retention),
    );
    this.#gate = new Gate(this.#history, consent);
    this.#feeds = new FeedCache(new Cache(this.#history.connection, 'feeds'));
    this.#sessions = new SessionCache(new Cache(this.#history.connection, 'states'), () => this.#serving.sessions);
    if (remote) void this.#useRemote(remote);
    await this.#history.loaded();
    await this.#restoreTrained();
    return this.status();
  }

  async loadPack(source: string | ArrayBuffer): Promise<EngineStatus> {
    this.#opened();
    this.#shards = undefined;
    await this.#packBarrier.during(async (arrived) => {
      if (typeof source === 'string' && SHARDS.test(source)) return this.#openShards(source);
      try {
        const file = await readPackFile(source, async (part) => {
          await this.#serving.takePart(part);
          arrived();
        });
        await this.#serving.takePack(file);
      } catch (thrown) {
        this.#serving.dropPart();
        throw thrown;
      }
    });
    await this.#restore();
    return this.status();
  }

  async #openShards(url: string): Promise<void> {
    this.#shards = await (await this.#parts.need('shards'))(url, {
      connection: this.#history!.connection,
      readPack: readPackFile,
      builder: () => new CatalogueBuilder(),
      table: () => new TextTable(),
      history: async () => (await this.#opened().read()).entries,
      catalogue: () => this.#serving.catalogue,
      take: async (feed, file) => {
        if (file) await this.#serving.takePack(file);
        this.#serving.takeProducts(feed);
        await this.#restore();
      },
      onLate: () => this.#onNews('products'),
      onProblem: this.#tellOnce,
    });
  }

  /** What was made for the visitor with the pack that serves. */
  async #restore(): Promise<void> {
    await this.#restoreTrained();
    await this.#sessions?.restore();
  }

  /** What was fine-tuned on the visitor earlier, or in another tab. Where nothing was, the script is left alone. */
  async #restoreTrained(): Promise<void> {
    const history = this.#history!;
    const stored = (): Promise<boolean> => hasWeights(history.connection).catch(() => true);
    if (!(this.#training ?? (this.#serving.attention && history.durable && (await stored())))) return;
    const create = await this.#parts.want('fine-tuning', 'do without what was fine-tuned', this.#tellOnce);
    if (create) await this.#trainingOf(create).restore(history);
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
    const report = await this.#opened().record(events, earlier);
    this.#search?.heard();
    if (earlier) this.#declared = undefined;
    return report;
  }

  async profile(): Promise<VisitorProfile> {
    const { profileOf } = await this.#parts.need('profile');
    const { entries } = await this.#opened().read();
    return profileOf(entries, this.#serving.catalogue, await this.#declarations(), Date.now());
  }

  async report(options: ReportOptions): Promise<ListReport> {
    return understood((await this.#openListReport(Number.POSITIVE_INFINITY)).table(options));
  }

  async reportEvents(ids: readonly string[]): Promise<ReportEvent[]> {
    return this.#opened().mayLeave ? (await this.#openListReport(LATEST)).eventsOf(ids) : [];
  }

  async declare(declarations: readonly Declaration[]): Promise<void> {
    const gate = this.#opened();
    const wrong = await (await this.#parts.need('profile')).declare(declarations, (events) => gate.record(events));
    this.#declared = undefined;
    if (wrong) throw fromWire(wrong);
  }

  async recommend(asked: RecommendQuery, shown: readonly ProductId[] = []): Promise<RecommendationList> {
    const { placement: name, among: given } = resolveQuery(asked);
    const placement =
      name === 'home' || given ? undefined : understood((await this.#parts.need('placements')).named(name));
    const query = { ...resolveQuery(asked, placement?.defaults), shown };
    const history = await this.#opened().read();
    const rules = await this.#rulesOf(query, history.entries.length > 0);
    await this.#packBarrier.until(() => this.#serving.canRank(history.entries.length > 0));
    const told = await this.#shards?.forList(query, history.entries);
    const started = performance.now();
    // The list is made with these, whatever arrives while it waits for a source.
    const { catalogue, chain, responses } = this.#serving;
    this.#visitor.follow(history, catalogue);
    const among = query.among && chooseAmong(catalogue, query.among);
    const own = this.#visitor.context(query, among?.rows);
    const plan = await placement?.plan({
      pack: this.#serving.packFile?.pack,
      catalogue,
      chain,
      context: own,
      query,
      history: history.entries,
      encoder: this.#encoder,
    });
    // The pack was asked of visitors with a history, for lists of their own.
    const objective =
      query.objective ?? (placement || among || history.entries.length === 0 ? undefined : responses?.objective);
    const aim =
      objective &&
      (await this.#parts.need('responses')).aimAt(objective, catalogue, responses?.follow(history, catalogue));
    const context = { ...(plan?.context ?? own), aim };
    const applied = rules?.(catalogue, context, this.#serving.packFile?.pack);
    const ranked = await chain.rank(context, query, applied, plan);
    const probabilities = responses?.follow(history, catalogue).probabilities(
      ranked.map(({ item }) => item),
      Date.now(),
    );
    const list = assembleList(catalogue, context, ranked, query, probabilities);
    // A first list may do without features; the next one will not have to wait for them.
    setTimeout(() => catalogue.features.prepare());
    this.#sessions?.keep();
    return {
      ...(plan?.finish(list) ?? list),
      ...(among?.leftOut && { leftOut: among.leftOut }),
      ...(aim && { objective }),
      ...(applied && { rules: applied.outcomes }),
      ...told,
      took: performance.now() - started,
    };
  }

  /** Lists are made without it until its script is here. */
  async #useRemote(options: RemoteOptions): Promise<void> {
    const create = await this.#parts.want('remote-candidates', 'are made without remote candidates', this.#tellOnce);
    const remote = create?.(options, {
      mayAsk: () => this.#gate!.mayLeave,
      taste: (context) => this.#serving.taste(context),
      onProblem: this.#tellOnce,
    });
    if (typeof remote === 'object') this.#serving.useRemote(remote);
    else if (remote) {
      const message = 'The option `remote` cannot be used; lists are made without remote candidates.';
      this.#tellOnce(new VitrineError('bad-options', message, { remedy: `${remote}.` }));
    }
  }

  /** The shop's own, without which there is no list, and in lists for the visitor what they declared. */
  async #rulesOf(query: ResolvedQuery, known: boolean) {
    const { placement, among, rules } = query;
    const declared = placement === 'home' && !among ? ((await this.#declarations())?.rules(known) ?? []) : [];
    const all = [...rules, ...declared];
    if (all.length === 0) return undefined;
    const prepare = await (rules.length > 0
      ? this.#parts.need('list-rules')
      : this.#parts.want('list-rules', LOSS, this.#tellOnce));
    // The lists that the visitor saw.
    const browsing = all.some(({ kind }) => kind === 'explore') ? await this.browsing(LISTS_SEEN) : [];
    return prepare && understood(prepare(all, { ...query, known, browsing }));
  }

  /** Read when they are first needed, and again after others may have changed them. */
  #declarations(): Promise<Declared | undefined> {
    const read = async () => {
      const browsing = await this.#history!.browsing(Number.POSITIVE_INFINITY);
      if (!browsing.some(({ name }) => name === 'declare_interest')) return undefined;
      const part = await this.#parts.want('profile', LOSS, this.#tellOnce);
      return part && new part.Declared(browsing);
    };
    this.#declared ??= read();
    return this.#declared;
  }

  async recommendPage(queries?: readonly RecommendQuery[]): Promise<RecommendationList[]> {
    return (await this.#parts.need('placements')).compose(queries, this);
  }

  async search(query: SearchQuery): Promise<SearchResult> {
    const told = await this.#shards?.forSearch(query);
    return { ...(await (await this.#openSearch()).search(query)), ...told };
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
    await this.#shards?.forProducts(ids);
    const { catalogue } = this.#serving;
    return ids.map((id) => {
      const product = catalogue.product(catalogue.itemOf(id) ?? PADDING);
      return product === undefined || product.inStock === false ? null : product;
    });
  }

  async train(
    call: string,
    options: TrainRequest,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<TrainReport> {
    const history = await this.#opened().train();
    return (await this.#trains()).train(call, options, history, onProgress);
  }

  async cancel(call: string): Promise<void> {
    this.#training?.cancel(call);
  }

  async connectNeural(port: MessagePort): Promise<void> {
    this.#neural = port;
    const training = await this.#trains();
    // It may have gone while the script was loaded.
    if (this.#neural === port) training.connect(port);
  }

  async disconnectNeural(): Promise<void> {
    this.#neural = undefined;
    this.#training?.disconnect();
  }

  async erase(): Promise<void> {
    this.#opened();
    this.#forget();
    await this.#history!.erase();
  }

  async status(): Promise<EngineStatus> {
    const { packFile, catalogue, weights, scoring, responses } = this.#serving;
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
        objective: responses?.objective ?? 'click',
      },
      weights,
      fineTuned: this.#training?.adopted ?? false,
      remote: this.#serving.remote?.status ?? null,
      shards: this.#shards?.status,
      scoring: scoring && { kind: scoring.kind, reason: scoring.reason },
      neural: this.#training?.status ?? null,
      problems: this.#problems.list(),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#intake.discard();
    this.#feeds?.close();
    this.#sessions?.close();
    await this.disconnectNeural();
    await this.#history?.close();
  }

  async #trains(): Promise<Training> {
    return this.#trainingOf(await this.#parts.need('fine-tuning'));
  }

  #trainingOf(create: EngineParts['fine-tuning']): Training {
    this.#training ??= create(this.#serving, (problem) => this.#problems.add(problem));
    return this.#training;
  }

  async #openListReport(limit: number) {
    const open = await this.#parts.need('list-report');
    const history = await this.#opened().read();
    return open(await history.newest(limit), await history.browsing(limit), this.#serving.catalogue);
  }

  async #openSearch(): Promise<ProductSearch> {
    this.#opened();
    this.#search ??= (await this.#parts.need('search'))({
      engine: this,
      serving: this.#serving,
      indexes: new Cache(this.#history!.connection, 'indexes'),
      synonyms: this.#synonyms,
    });
    return this.#search;
  }

  /** What was made of the visitor's history goes with it. */
  #forget(): void {
    this.#declared = undefined;
    this.#search?.heard();
    this.#training?.forget();
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
