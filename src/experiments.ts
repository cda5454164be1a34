export type { Bucket, Namespace } from './experiments/buckets.ts';
export {
  type Assignment,
  createExperiments,
  type Experiments,
  type ExperimentsOptions,
  type ExposureEvent,
} from './experiments/create-experiments.ts';
export type { Attribute, Experiment, ExperimentVariant, Holdout } from './experiments/experiment.ts';
export type { HashVersion } from './experiments/hashing.ts';
export {
  creditOf,
  type InterleavedList,
  type InterleavedProduct,
  type InterleaveOptions,
  interleave,
} from './experiments/interleaving.ts';
export { type ListEvent, type ListEventItem, listEvent } from './experiments/list-events.ts';
export { addVisitor, noTotals, type VariantTotals } from './experiments/totals.ts';
export {
  comparePreference,
  compareVariants,
  expectedSampleSize,
  type Verdict,
  type VerdictOptions,
  visitorsStillNeeded,
} from './experiments/verdict.ts';
export { type VerdictNames, verdictInWords } from './experiments/wording.ts';
