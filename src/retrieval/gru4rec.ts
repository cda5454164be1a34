import type { ScoringStatus } from '../contract/engine.ts';
import { windowStart } from '../contract/history-window.ts';
import { chooseLayers } from '../kernels/encoders/layers.ts';
import type { LinearWeights } from '../kernels/encoders/linear-layers.ts';
import { RecurrentEncoder, type RecurrentSizes } from '../kernels/encoders/recurrent-encoder.ts';
import type { DotScorer, ItemMatrix } from '../kernels/scoring/item-matrix.ts';
import { createScorer } from '../kernels/scoring/scorer.ts';
import { TypeScriptScorer } from '../kernels/scoring/typescript-scorer.ts';
import type { PackSection } from '../pack/pack.ts';
import * as plain from '../pack/plain-data.ts';
import { recurrentShapes } from '../pack/recurrent-section.ts';
import { readOptions, readTensor } from '../pack/section.ts';
import { type CandidateSource, type Candidates, NO_CANDIDATES, type VisitorContext } from './candidate-source.ts';
import { EncodedSession } from './encoded-session.ts';
import { nearestOwn, positionsWithVector, readItemVectors, vectorOf } from './item-vectors.ts';

const Gru4RecOptions = plain.fields({
  width: plain.whole(1, 512),
  longest: plain.whole(1, 1000),
  epsilon: plain.positive(1),
});

/**
 * What comes next, by one recurrent state of the visitor's items (how it is trained: src/models/gru4rec.ts). Scores are
 * the model's probabilities up to a constant; one more click costs one step.
 */
class Gru4RecSource implements CandidateSource {
  readonly name = 'gru4rec';
  #scorer: DotScorer;
  session: EncodedSession;

  constructor(
    readonly sizes: RecurrentSizes,
    matrix: ItemMatrix,
    readonly weights: LinearWeights,
  ) {
    this.#scorer = new TypeScriptScorer(matrix, 'not accelerated');
    this.session = this.#sessionOf(new RecurrentEncoder(sizes, weights));
  }

  async accelerate(): Promise<ScoringStatus> {
    const [scorer, openLayers] = await Promise.all([createScorer(this.#scorer.matrix), chooseLayers()]);
    this.#scorer = scorer;
    const encoder = new RecurrentEncoder(this.sizes, this.weights, openLayers(this.weights));
    this.session = this.#sessionOf(encoder);
    return scorer;
  }

  extend(first: number, rows: ItemMatrix): void {
    this.#scorer.write(first, rows);
  }

  async prepare(context: VisitorContext, limit: number): Promise<void> {
    const window = this.#windowOf(context);
    if (window.length > 0) await this.#scorer.ahead?.(this.#stateAfter(context, window), context.allowed, limit);
  }

  retrieve(context: VisitorContext, limit: number): Candidates {
    const { matrix } = this.#scorer;
    const window = this.#windowOf(context);
    if (window.length === 0) return NO_CANDIDATES;
    const best = this.#scorer.topK(this.#stateAfter(context, window), context.allowed, limit);
    return {
      items: best.items,
      scores: best.scores.map((score) => Math.exp(score - best.scores[0])),
      because: nearestOwn(matrix, best.items, context.items, window),
    };
  }

  /** Positions in `context.items` that the encoder reads. */
  #windowOf(context: VisitorContext): Int32Array {
    const positions = positionsWithVector(context, this.#scorer.matrix);
    return positions.subarray(windowStart(positions.length, this.sizes.longest));
  }

  #stateAfter(context: VisitorContext, window: Int32Array): Float32Array {
    return this.session.stateAfter(window.map((position) => context.items[position]));
  }

  #sessionOf(encoder: RecurrentEncoder): EncodedSession {
    return new EncodedSession(encoder, this.sizes.width, (item) => vectorOf(this.#scorer.matrix, item));
  }
}

/**
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createGru4Rec(section: PackSection, items: number): CandidateSource {
  const sizes = readOptions(section, Gru4RecOptions);
  const weights = Object.fromEntries(
    Object.entries(recurrentShapes(sizes.width)).map(([name, shape]) => [
      name,
      readTensor(section, name, [Float32Array], shape),
    ]),
  );
  return new Gru4RecSource(sizes, readItemVectors(section, items, sizes.width), weights);
}
