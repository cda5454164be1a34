/** One moment of a training. */
export interface TrainingProgress {
  /** From 0. */
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  /** Training loss of the last steps, nats per predicted item. */
  loss: number;
  /**
   * Validation measure where this event closes an epoch: NDCG@10, or what is better when it is lower: a loss, or how far
   * what a generator makes lies from what is real.
   */
  validation?: number;
  validationMetric?: 'loss' | 'distance' | 'ndcg@10';
  /** Seconds since the start. */
  elapsed: number;
  /** Estimated seconds to the end. */
  remaining: number;
}
