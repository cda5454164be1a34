import type { Sequences } from '../../contract/sequences.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { Checkpoint, ValidationMetric } from '../training/run-training.ts';

export type { Checkpoint } from '../training/run-training.ts';

/** What a model is trained on. */
export interface TrainingData {
  /** Item rows run from 1 to `items`; row 0 is padding. */
  items: number;
  /** Training sequences, oldest interaction first. */
  sequences: Sequences;
  /** For early stopping: `histories` sequence `i` should rank `targets[i]` high. Never part of `sequences`. */
  validation?: { histories: Sequences; targets: Int32Array; weights?: Float32Array };
}

export interface FitOptions {
  epochs: number;
  seed: number;
  /** Stop after so many validations without a better one. */
  patience: number;
  /** Epochs from one validation to the next. Default 1. */
  validateEvery?: number;
  /** What the validation measures. Default `ndcg@10`, over the whole catalogue without the history's own items. */
  metric?: ValidationMetric;
  /** Names of weights that do not move at all. Default none. */
  frozen?: readonly string[];
  signal?: AbortSignal;
  /** Called at the end of each epoch with everything needed to go on from there. */
  checkpoint?: (state: Checkpoint) => Promise<void>;
  /** Where to go on. The result is the same as without the break. */
  resume?: Checkpoint;
}

/** Quality of the rankings of some histories, over the whole catalogue. */
export interface RankingQuality {
  ndcg10: number;
  recall10: number;
  /** Nats per target. */
  loss: number;
}

/** One trained recommender: its name, what it is made with where nothing else is said, and how it is made. */
export interface ModelEntry {
  /** Of the model, of its section in a pack, and of the candidate source that serves it. */
  readonly name: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Over the defaults, where a sequence is all that a visitor did and not one session. */
  readonly ofVisitors?: Readonly<Record<string, unknown>>;
  /** @param options over the defaults; those that a pack section was saved with make the same model again */
  create(options?: Record<string, unknown>): Model;
  /** Solved for, not descended: it has no learning rate. Default no. */
  readonly solved?: boolean;
  /** All its weights follow from one of them: none can be frozen apart. Default no. */
  readonly whole?: boolean;
  /** Epochs after which it has levelled on all that was tried; fewer where validation says so before. Default 60. */
  readonly epochs?: number;
  /** Its source takes vectors of products that it was not trained on, made from their content. Default no. */
  readonly placesNewItems?: boolean;
}

/** What every trained recommender is. Tensors never leave models/, generators/, training/ and compute/. */
export interface Model {
  readonly name: string;
  /**
   * Trains; starts from the weights that are there, or from seeded random ones. Afterwards, however it ended, the model
   * has the weights that validated best.
   * @throws VitrineError `aborted`, `diverged`
   */
  fit(data: TrainingData, options: FitOptions): AsyncIterable<TrainingProgress>;
  /** @returns scores, [sessions, candidates], row-major; higher is better; comparable within a row only */
  score(sessions: Sequences, candidates: Int32Array): Promise<Float32Array>;
  /** How well `targets[i]` is ranked after history `i`. @param weights of each in the mean; default: all alike */
  measure(histories: Sequences, targets: Int32Array, weights?: Float32Array): Promise<RankingQuality>;
  /**
   * What the model makes of each session, where a score is that times the item's vector.
   * @returns [sessions, width]; zeros for an empty session
   */
  states?(sessions: Sequences): Promise<Float32Array>;
  save(): PackSection;
  load(section: PackSection): void;
  /** Names and shapes of the weights, for a catalogue of so many items. */
  shapes(items: number): Record<string, readonly number[]>;
  /** The weights themselves, not copies. Empty before `fit` and `load`. */
  weights(): NamedTensors;
  /** Takes weights of the names and shapes that `weights` gives. @throws VitrineError `bad-options` */
  adopt(weights: NamedTensors): void;
  dispose(): void;
}
