import type { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import type { ScoringStatus } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';
import { SOURCE_NAMES, type SourceName } from '../contract/recommendation.ts';
import type { LearnedRanker } from '../ranking/learned-ranker.ts';
import { AttentionSource } from '../retrieval/attention.ts';
import type { CandidateSource } from '../retrieval/candidate-source.ts';
import { createContent } from '../retrieval/content.ts';
import type { ContentTower } from '../retrieval/content-tower.ts';
import { createLadder, type Ladder } from './ladder.ts';
import { createPackRanker, createPackSources, createPackTower, placeNewProducts } from './pack-sources.ts';
import type { PackFile } from './read-pack-file.ts';

export type Weights = Partial<Record<SourceName, number>>;

/** Where neither the shop nor the pack has weights: all that speak for this visitor speak alike. */
const DEFAULT_WEIGHTS: Weights = { attention: 1, rules: 1, knn: 1, content: 1 };

/** What lists are made from at the moment. Each part is replaced whole, so a list never mixes old and new. */
export class Serving {
  packFile: PackFile | null = null;
  /** The pack's attention model, whose weights may be fine-tuned. */
  attention: AttentionSource | null = null;
  /** The code that scores the pack's item vectors. */
  scoring: ScoringStatus | null = null;
  catalogue: Catalogue = new CatalogueBuilder().build();
  ladder: Ladder;
  #packSources: readonly CandidateSource[] = [];
  #ranker: LearnedRanker | undefined;
  #tower: ContentTower | undefined;
  #ownWeights: Weights | undefined;
  #content: CandidateSource;

  constructor() {
    this.#content = createContent(this.catalogue.features);
    this.ladder = this.#build();
  }

  get weights(): Weights {
    const packed = this.packFile?.pack.manifest.weights ?? {};
    return this.#ownWeights ?? (Object.keys(packed).length > 0 ? packed : DEFAULT_WEIGHTS);
  }

  /** Fixed weights instead of the pack's own. @throws VitrineError `bad-options` */
  useWeights(weights: Weights | undefined): void {
    this.#ownWeights = weights === undefined ? undefined : readWeights(weights);
    this.ladder = this.#build();
  }

  takeProducts(build: (packIds: readonly string[]) => Catalogue): void {
    this.#takeCatalogue(build(this.packFile?.pack.productIds ?? []));
  }

  /** @throws VitrineError `pack-corrupt`; then what served before goes on. */
  async takePack(file: PackFile): Promise<void> {
    const sources = createPackSources(file.pack);
    const ranker = createPackRanker(file.pack);
    const tower = createPackTower(file.pack);
    const attention = sources.find((source) => source instanceof AttentionSource) ?? null;
    const accelerated = await Promise.all(sources.map((source) => source.accelerate?.()));
    this.#packSources = sources;
    this.#ranker = ranker;
    this.#tower = tower;
    this.attention = attention;
    this.scoring = accelerated.find((scoring) => scoring !== undefined) ?? null;
    this.packFile = file;
    this.#takeCatalogue(this.catalogue.withPack(file.pack.productIds));
  }

  #takeCatalogue(catalogue: Catalogue): void {
    this.catalogue = catalogue;
    const packed = this.packFile?.pack.productIds.length ?? 0;
    placeNewProducts(this.#packSources, this.#tower, catalogue.features, packed + 1);
    this.#content = createContent(catalogue.features);
    this.ladder = this.#build();
  }

  #build(): Ladder {
    return createLadder(this.catalogue, {
      sources: [...this.#packSources, this.#content],
      weights: this.weights,
      learned: this.#ownWeights === undefined ? this.#ranker : undefined,
    });
  }
}

function readWeights(weights: Weights): Weights {
  for (const [name, weight] of Object.entries(weights)) {
    const known = (SOURCE_NAMES as readonly string[]).includes(name);
    if (known && typeof weight === 'number' && Number.isFinite(weight) && weight >= 0) continue;
    throw new VitrineError('bad-options', `weights.${name} is ${String(weight)}.`, {
      remedy: `Give weights of at least 0 for ${SOURCE_NAMES.join(', ')}.`,
    });
  }
  return { ...weights };
}
