import type { Sequences } from '../../contract/sequences.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import type { PackSection } from '../../pack/pack.ts';
import { restoreVectors } from '../../pack/sections/vectors.ts';
import type { FitOptions, Model, RankingQuality, TrainingData } from './model.ts';
import { ITEMS, requireWeight, takeWeights } from './named-weights.ts';
import { measureByVectors, scoreByVectors, statesByVectors, type VisitorVector } from './vector-scores.ts';

/** A model that scores an item by its vector times the visitor's, which is folded in from their items. */
export abstract class VectorModel implements Model {
  protected named: NamedTensors = {};

  /** @param width numbers in a vector */
  protected constructor(
    readonly name: string,
    protected readonly width: number,
  ) {}

  abstract fit(data: TrainingData, options: FitOptions): AsyncIterable<TrainingProgress>;
  abstract save(): PackSection;
  /** A visitor's vector by the weights as they are now. */
  protected abstract foldIn(): VisitorVector;

  async score(sessions: Sequences, candidates: Int32Array): Promise<Float32Array> {
    return scoreByVectors(this.items, this.width, sessions, candidates, this.foldIn());
  }

  async measure(histories: Sequences, targets: Int32Array, weights?: Float32Array): Promise<RankingQuality> {
    return measureByVectors(this.items, this.width, histories, targets, weights, this.foldIn());
  }

  async states(sessions: Sequences): Promise<Float32Array> {
    return statesByVectors(this.width, sessions, this.foldIn());
  }

  load(section: PackSection): void {
    this.adopt({ [ITEMS]: restoreVectors(section, this.width) });
  }

  shapes(items: number): Record<string, readonly number[]> {
    return { [ITEMS]: [items + 1, this.width] };
  }

  weights(): NamedTensors {
    return this.named;
  }

  adopt(weights: NamedTensors): void {
    this.named = takeWeights(weights, this.shapes((weights[ITEMS]?.shape[0] ?? 1) - 1));
  }

  dispose(): void {
    this.named = {};
  }

  /** [items + 1, width] */
  protected get items(): Float32Array {
    return requireWeight(this.named, ITEMS);
  }
}
