import type { Product } from './contract/product.ts';
import { startRecommender } from './page/facade/create-recommender.ts';
import type { Setup } from './page/facade/options.ts';
import type { Recommender, RecommenderOptions } from './page/facade/recommender.ts';
import { prebundledSetup } from './page/workers/prebundled.ts';

export type { DescribeOptions, Description, DescriptionStyle, SharedFact } from './contract/description.ts';
export type { EngineStatus, PackStatus, ScoringStatus, TrainOptions, TrainReport } from './contract/engine.ts';
export { type ErrorCode, VitrineError, type WireError } from './contract/errors.ts';
export type { ClientMessage, FederatedTask, PrivacyBudget, ServerMessage } from './contract/federated.ts';
export type {
  Imagination,
  ImaginedPicture,
  ImagineQuery,
  PictureTrainingProgress,
  PictureTrainingReport,
  TrainingPicture,
  TrainPicturesOptions,
} from './contract/imagination.ts';
export type { Interaction, InteractionName, StoredInteraction } from './contract/interaction.ts';
export type {
  ListFigures,
  ListReport,
  ReportEvent,
  ReportedEvent,
  ReportItem,
  ReportOptions,
} from './contract/list-report.ts';
export type { BackendName, NeuralOptions, NeuralStatus, WasmFile } from './contract/neural.ts';
export type { CatalogueReport, Product, ProductId, Refusal, RefusalReason } from './contract/product.ts';
export type {
  BoostRule,
  BuiltInSource,
  BuryRule,
  BySource,
  CapRule,
  ExcludeRule,
  ExploreRule,
  FloorRule,
  Heading,
  Objective,
  PinRule,
  Placement,
  ProductFilter,
  Reason,
  RecommendationList,
  RecommendedProduct,
  RecommendQuery,
  Rule,
  RuleOutcome,
  RuleProblem,
  RuleTarget,
  RuleWhen,
  SourceName,
  Variant,
} from './contract/recommendation.ts';
export type { RemoteOptions, RemoteShare, RemoteStatus } from './contract/remote.ts';
export type {
  AlikeProduct,
  FacetName,
  Facets,
  FacetValue,
  FoundProduct,
  SearchOrder,
  SearchQuery,
  SearchResult,
  Suggestions,
  SuggestQuery,
  Synonym,
  TextRange,
  Understood,
} from './contract/search.ts';
export type { Elsewhere, ShardsStatus } from './contract/shards.ts';
export type { TrainingProgress } from './contract/training-progress.ts';
export type { BrowseEvent, Consent, TrackReport } from './contract/visitor-event.ts';
export type { Declaration, InterestKind, NamedInterest, VisitorProfile, Wish } from './contract/visitor-profile.ts';
export type { CheckFinding, CheckReport, CheckSubject } from './page/check/check-report.ts';
export type { EventStream } from './page/events/connect.ts';
export type { EventAdapter, EventDraft } from './page/events/event-adapter.ts';
export type * from './page/facade/recommender.ts';

/**
 * Workers, their parts and `.wasm` files lie beside this file. Each address is written so that a bundler finds the file
 * and brings it along. `@vite-ignore` stops our own Vite build from resolving these addresses; the build then strips
 * the comment, so that the consumer's bundler does resolve them.
 */
const beside: Setup = {
  engine: () =>
    new Worker(new URL(/* @vite-ignore */ './engine.worker.js', import.meta.url), { name: 'vitrine-engine' }),
  neural: () =>
    new Worker(new URL(/* @vite-ignore */ './neural.worker.js', import.meta.url), { name: 'vitrine-neural' }),
  parts: {
    'feed-forms': () => new URL(/* @vite-ignore */ './feed-forms.js', import.meta.url),
    'fine-tuning': () => new URL(/* @vite-ignore */ './fine-tuning.js', import.meta.url),
    'further-sources': () => new URL(/* @vite-ignore */ './further-sources.js', import.meta.url),
    'gpu-scan': () => new URL(/* @vite-ignore */ './gpu-scan.js', import.meta.url),
    'list-report': () => new URL(/* @vite-ignore */ './list-report.js', import.meta.url),
    'list-rules': () => new URL(/* @vite-ignore */ './list-rules.js', import.meta.url),
    placements: () => new URL(/* @vite-ignore */ './placements.js', import.meta.url),
    profile: () => new URL(/* @vite-ignore */ './profile.js', import.meta.url),
    'remote-candidates': () => new URL(/* @vite-ignore */ './remote-candidates.js', import.meta.url),
    responses: () => new URL(/* @vite-ignore */ './responses.js', import.meta.url),
    search: () => new URL(/* @vite-ignore */ './search.js', import.meta.url),
    shards: () => new URL(/* @vite-ignore */ './shards.js', import.meta.url),
  },
  wasm: () => ({
    'tfjs-backend-wasm-simd.wasm': new URL(/* @vite-ignore */ './tfjs-backend-wasm-simd.wasm', import.meta.url).href,
    'tfjs-backend-wasm.wasm': new URL(/* @vite-ignore */ './tfjs-backend-wasm.wasm', import.meta.url).href,
  }),
};
const setup = prebundledSetup(import.meta.url, beside.parts) ?? beside;

/**
 * Starts a recommender in this page. The promise resolves at once, and calls may follow at once: each waits for what it
 * needs. What goes wrong with products, pack or workers is reported by the event `problem` and by `status()`.
 * @throws VitrineError `bad-options`, as a rejection
 */
export async function createRecommender<TProduct extends Product = Product>(
  options: RecommenderOptions<TProduct> = {},
): Promise<Recommender<TProduct>> {
  return startRecommender(options, setup);
}
