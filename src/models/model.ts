import type { NamedTensors, Sequences, TrainingProgress } from '../contract/neural.ts';
import type { PackSection } from '../pack/pack.ts';

/** What a model is trained on. */
export interface TrainingData {
  /** Item rows run from 1 to `items`; row 0 is padding. */
  items: number;
  /** Training sequences, oldest interaction first. */
  sequences: Sequences;
  /** For early stopping: `histories` sequence `i` should rank `targets[i]` high. Never part of `sequences`. */
  validation?: { histories: Sequences; targets: Int32Array };
}

export interface FitOptions {
  epochs: number;
  seed: number;
  /** Stop after so many validations without a better one. */
  patience: number;
  signal?: AbortSignal;
  /** Called at the end of each epoch with everything needed to go on from there. */
  checkpoint?: (state: Checkpoint) => Promise<void>;
  /** Where to go on. */
  resume?: Checkpoint;
}

/** Weights, optimiser state and counters of a training that can be resumed. */
export interface Checkpoint {
  epoch: number;
  tensors: NamedTensors;
  /** Best weights so far by validation. */
  best: NamedTensors;
  counters: Record<string, number>;
}

/** What every trained recommender is. Tensors never leave models/, generators/, training/ and compute/. */
export interface Model {
  readonly name: string;
  fit(data: TrainingData, options: FitOptions): AsyncIterable<TrainingProgress>;
  /** @returns scores, [sessions, candidates], row-major; higher is better; comparable within a row only. */
  score(sessions: Sequences, candidates: Int32Array): Promise<Float32Array>;
  save(): Promise<PackSection>;
  load(section: PackSection): void;
  dispose(): void;
}
