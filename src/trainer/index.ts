/**
 * The trainer as a library: logs in, a pack out, with one context for each run. It runs in a browser's worker and in Node; what
 * reads files and opens folders of a disk is in `node/`.
 */

export { Compute } from '../learning/compute/backend.ts';
export { DirectoryFolder } from './browser/directory-folder.ts';
export { LentCompute } from './lent-compute.ts';
export { type LogOptions, type ReadLog, readTextLog } from './log/read-text-log.ts';
export { type ProgressReporter, type ProgressStep, reportSteps, type StepProgress, silent } from './progress.ts';
export { type Advance, type RunContext, runPart, runStep } from './run-context.ts';
export { MemoryFolder, type RunFolder } from './run-folder.ts';
export { evaluateColdVisitors } from './tasks/evaluate-cold.ts';
export { evaluateFineTuning } from './tasks/evaluate-fine-tuning.ts';
export { evaluateLinks } from './tasks/evaluate-links.ts';
export { evaluatePurchases } from './tasks/evaluate-purchases.ts';
export { evaluateRanking, type RankingInput, type RankingReport } from './tasks/evaluate-ranking.ts';
export { evaluateGaps, gaps } from './tasks/gaps.ts';
export { type SynthesizedLog, synthesize } from './tasks/synthesize.ts';
export { trainDescriber } from './tasks/train-describer.ts';
export { type PackTrainingReport, type TrainInput, trainPack } from './tasks/train-pack.ts';
export { trainPictureEncoder } from './tasks/train-picture-encoder.ts';
export { trainPictures } from './tasks/train-pictures.ts';
export { type TuneReport, tune } from './tasks/tune.ts';
