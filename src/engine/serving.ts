import { Catalogue, type Feed } from '../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import type { ScoringStatus } from '../contract/engine.ts';
import type { VitrineError } from '../contract/errors.ts';
import type { BySource, SourceName } from '../contract/recommendation.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { readOptions } from '../contract/validation/read-options.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import { LARGE } from '../kernels/scoring/ahead-scorer.ts';
import type { PackManifest, PackPart, PackSection } from '../pack/pack.ts';
import { gpuPart } from './gpu-part.ts';
import type { PackFile } from './intake/read-pack-file.ts';
import { createFallbackChain, type FallbackChain } from './lists/fallback-chain.ts';
import {
  createPackRanker,
  createPackSources,
  createPackTower,
  createUnpackedSources,
  furtherOf,
  placeNewProducts,
} from './pack-sources.ts';
import type { followVisitor } from './ranking/adaptive-weights.ts';
import type { LearnedRanker } from './ranking/learned-ranker.ts';
import type { Remote } from './remote/remote-candidates.ts';
import type { Responses } from './responses.ts';
import { followOf, responsesOf } from './responses-part.ts';
import { ScriptParts } from './script-parts.ts';
import { AttentionSource } from './sources/attention.ts';
import type { AwaitedSource, CandidateSource, VisitorContext } from './sources/candidate-source.ts';
import type { ContentTower } from './sources/content-tower.ts';
import type { EncodedSession } from './sources/encoded-session.ts';
import { SOURCES } from './sources/registry.ts';
import { ShopperWindows } from './sources/shopper-windows.ts';
import { isPersonal, SOURCE_NAMES } from './sources/source-names.ts';

/** Where neither the shop nor the pack has weights. */
const DEFAULT_WEIGHTS: BySource = Object.fromEntries(
  SOURCES.flatMap(({ name, defaultWeight }) => (defaultWeight === undefined ? [] : [[name, defaultWeight]])),
);

/** What lists are made from at the moment. Each part is replaced whole, so a list never mixes old and new. */
export class Serving {
  /** The pack that serves whole, without its tensors. */
  packFile: PackFile | null = null;
  /** Of other shoppers, where the pack has a sample of them. */
  windows: ShopperWindows | undefined;
  /** The pack's attention model, whose weights may be fine-tuned. */
  attention: AttentionSource | null = null;
  /** The code that scores the pack's item vectors. */
  scoring: ScoringStatus | null = null;
  /** The pack's click and purchase probabilities. */
  responses: Responses | undefined;
  catalogue: Catalogue = new CatalogueBuilder().build();
  chain: FallbackChain;
  #packIds = new TextTable();
  #packSources: readonly CandidateSource[] = [];
  #packWeights: BySource = {};
  /** What makes the weights follow the visitor's clicks. */
  #follow: typeof followVisitor | undefined;
  /** Sources by the section that they were made of, while a pack arrives. */
  readonly #made = new WeakMap<PackSection, readonly CandidateSource[]>();
  #ranker: LearnedRanker | undefined;
  #tower: ContentTower | undefined;
  #ownWeights: BySource | undefined;
  #remote: Remote | undefined;
  /** Those that need no pack. */
  #unpacked: readonly (CandidateSource | AwaitedSource)[];
  readonly #parts: ScriptParts;
  readonly #onProblem: ((problem: VitrineError) => void) | undefined;

  /** @param onProblem called for each candidate source, and each part, that a list was made without */
  constructor(parts = new ScriptParts(), onProblem?: (problem: VitrineError) => void) {
    this.#parts = parts;
    this.#onProblem = onProblem;
    this.#unpacked = createUnpackedSources(this.catalogue.features);
    this.chain = this.#build();
  }

  get weights(): BySource {
    return this.#ownWeights ?? (Object.keys(this.#packWeights).length > 0 ? this.#packWeights : DEFAULT_WEIGHTS);
  }

  /** Fixed weights instead of the pack's own. @throws VitrineError `bad-options` */
  useWeights(weights: BySource | undefined): void {
    this.#ownWeights = weights && readOptions('weights', OwnWeights, weights);
    this.chain = this.#build();
  }

  get remote(): Remote | undefined {
    return this.#remote;
  }

  /** Makes lists with candidates of an endpoint from then on. */
  useRemote(remote: Remote): void {
    this.#remote = remote;
    this.chain = this.#build();
  }

  /** The visitor's vector, by the first model that has one. */
  taste(context: VisitorContext) {
    for (const source of this.#packSources) {
      const vector = source.taste?.(context);
      if (vector) return { section: source.name, vector };
    }
    return undefined;
  }

  takeProducts(feed: Feed): void {
    this.#takeCatalogue(new Catalogue(feed, this.#packIds));
  }

  /** Whether the pack, or what has arrived of it, can rank: for a visitor of whom something is known, or for any. */
  canRank(known: boolean): boolean {
    return this.#packSources.some(({ name }) => !known || isPersonal(name));
  }

  /** What the pack's encoders have read, by source. */
  get sessions(): ReadonlyMap<SourceName, EncodedSession> {
    return new Map(this.#packSources.flatMap(({ name, session }) => (session ? [[name, session] as const] : [])));
  }

  /**
   * Ranks with what has arrived of a pack, where no other pack serves.
   * @throws VitrineError `pack-corrupt`; then `dropPart` brings back what served before
   */
  async takePart(part: PackPart): Promise<void> {
    if (this.packFile !== null) return;
    const sources = await this.#sourcesOf(part);
    // A tower may come before what it makes vectors for: new products wait for the whole pack.
    this.#takeSources(part, sources, createPackRanker(part), undefined);
  }

  /** The rest of the pack did not come. */
  dropPart(): void {
    if (this.packFile !== null || this.#packSources.length === 0) return;
    this.attention = null;
    this.#takeSources({ ids: new TextTable(), manifest: { weights: {} } }, [], undefined, undefined);
  }

  /** @throws VitrineError `pack-corrupt`; then what served before goes on. */
  async takePack(file: PackFile): Promise<void> {
    const { pack } = file;
    const sources = await this.#sourcesOf(pack);
    const ranker = createPackRanker(pack);
    const tower = createPackTower(pack);
    const responses = await responsesOf(pack, this.#parts, this.#onProblem);
    const follow = await followOf(pack, this.#parts, this.#onProblem);
    const chooseGpu = this.#parts.has('gpu-scan') ? gpuPart(this.#parts) : undefined;
    const [accelerated] = await Promise.all([
      Promise.all(sources.map((source) => source.accelerate?.(chooseGpu))),
      ranker?.accelerate(),
    ]);
    this.scoring = accelerated.find((scoring) => scoring !== undefined) ?? null;
    this.attention = sources.find((source) => source instanceof AttentionSource) ?? null;
    this.responses = responses;
    this.#follow = follow;
    const { knn } = pack.sections;
    this.windows = knn && ShopperWindows.of(knn, pack.ids.size);
    this.packFile = { ...file, pack: { ...pack, sections: withoutTensors(pack.sections) } };
    this.#takeSources(pack, sources, ranker, tower);
  }

  async #sourcesOf({ ids, sections }: PackPart): Promise<CandidateSource[]> {
    const further = await furtherOf({ sections }, this.#parts, this.#onProblem);
    return createPackSources({ productIds: { length: ids.size }, sections }, further, this.#made);
  }

  #takeSources(
    { ids, manifest }: { ids: TextTable; manifest: Pick<PackManifest, 'weights'> },
    sources: readonly CandidateSource[],
    ranker: LearnedRanker | undefined,
    tower: ContentTower | undefined,
  ): void {
    this.#packSources = sources;
    this.#packWeights = weightsOfKnown(manifest.weights);
    this.#ranker = ranker;
    this.#tower = tower;
    const sameRows = ids === this.#packIds;
    this.#packIds = ids;
    this.#takeCatalogue(sameRows ? this.catalogue : this.catalogue.withPack(ids));
  }

  #takeCatalogue(catalogue: Catalogue): void {
    const same = catalogue === this.catalogue;
    this.catalogue = catalogue;
    placeNewProducts(this.#packSources, this.#tower, catalogue.features, this.#packIds.size + 1);
    if (!same) this.#unpacked = createUnpackedSources(catalogue.features);
    this.chain = this.#build();
  }

  #build(): FallbackChain {
    const remote = this.#remote;
    return createFallbackChain(this.catalogue, {
      sources: [...this.#packSources, ...this.#unpacked],
      weights: this.weights,
      follow: this.#follow,
      learned: this.#ownWeights === undefined ? this.#ranker : undefined,
      remote: remote && { source: remote.sourceOf(this.catalogue), beside: (own) => remote.beside(own) },
      large: this.catalogue.rows >= LARGE,
      onProblem: this.#onProblem,
    });
  }
}

/** Sections that are read when a placement, a rule or a search first needs them. */
const KEPT = ['complements', 'popular', 'trending', 'search', 'search-words'];

/**
 * The other sections without their tensors: the sources have already converted these into forms of their own, and keeping
 * the originals would double their memory.
 */
function withoutTensors(sections: PackPart['sections']): PackPart['sections'] {
  return Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [
      name,
      KEPT.includes(name) ? section : { ...section, tensors: {} },
    ]),
  );
}

/** A pack of a later version may weigh sources that are not here. */
function weightsOfKnown(weights: BySource): BySource {
  return Object.fromEntries(Object.entries(weights).filter(([name]) => SOURCE_NAMES.includes(name)));
}

const OwnWeights = plain.check(
  plain.record(plain.notNegative),
  (weights) => Object.keys(weights).every((name) => SOURCE_NAMES.includes(name)),
  `of sources, which are ${SOURCE_NAMES.join(', ')}`,
);
