import type { DescribeOptions } from '../../contract/description.ts';
import type { TrainOptions } from '../../contract/engine.ts';
import type { VitrineError } from '../../contract/errors.ts';
import type { ImagineQuery, TrainPicturesOptions } from '../../contract/imagination.ts';
import type { Product, ProductId } from '../../contract/product.ts';
import { onDemand } from '../facade/on-demand.ts';
import type { Settings } from '../facade/options.ts';
import type { CallOptions, PictureQuery, UpdateOptions } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { NeuralLink } from '../workers/neural-link.ts';
import { describeProduct } from './describing.ts';
import { imagine } from './imagining.ts';
import { amongAlike } from './picture-search.ts';
import { trainPictures } from './picture-training.ts';
import { training } from './training.ts';

export interface NeuralNews {
  onProblem: (problem: VitrineError) => void;
  /** The engine knows more of the neural worker now, or less. */
  onStatus: () => void;
  /** Fine-tuned weights serve. */
  onAdopted: () => void;
}

/** What the page asks of the neural worker, training and generators: loaded when it is first needed. */
export class NeuralPart<TProduct extends Product> {
  readonly #engine: EngineLink;
  readonly #neural: NeuralLink;
  readonly #settings: Settings;
  readonly #onAdopted: () => void;

  constructor(engine: EngineLink, settings: Settings, { onProblem, onStatus, onAdopted }: NeuralNews) {
    this.#engine = engine;
    this.#neural = new NeuralLink(settings, onProblem, onStatus);
    this.#settings = settings;
    this.#onAdopted = onAdopted;
  }

  /** In the page's next idle moment. */
  prepare(): void {
    this.#neural.joinWhenIdle(() => this.#engine.life(), this.#settings.slowDeadline);
  }

  train(options: TrainOptions & CallOptions) {
    const workers = { engine: () => this.#engine.life(), neural: this.#neural };
    return training(workers, options, this.#settings.slowDeadline, this.#onAdopted);
  }

  imagine(query: ImagineQuery & CallOptions) {
    return imagine<TProduct>(this.#parts, query);
  }

  amongAlike(query: PictureQuery & CallOptions) {
    return amongAlike(this.#parts, query);
  }

  describe(product: ProductId | Product, options: DescribeOptions & CallOptions) {
    return describeProduct(this.#parts, product, options);
  }

  trainPictures(options: TrainPicturesOptions & CallOptions) {
    return trainPictures(this.#parts, options);
  }

  async update(options: UpdateOptions) {
    const { takePart } = await onDemand(() => import('../privacy/federated-part.ts'));
    return takePart(this.#engine, this.#neural, this.#settings, options);
  }

  close(): void {
    this.#neural.close();
  }

  get #parts() {
    const { generators, slowDeadline } = this.#settings;
    return { engine: this.#engine, neural: this.#neural, ...generators, patience: slowDeadline };
  }
}
