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
   * Validation measure, at the end of an epoch: NDCG@10 (higher is better), or a loss or the distance of generated samples
   * from real ones (lower is better).
   */
  validation?: number;
  validationMetric?: 'loss' | 'distance' | 'ndcg@10';
  /** Seconds since the start. */
  elapsed: number;
  /** Estimated seconds to the end. */
  remaining: number;
}
