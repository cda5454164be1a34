import type { ModelEntry } from '../../learning/models/model.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { Grid } from '../evaluation/coordinate-search.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { Perturbation } from './perturbation.ts';

/** What a section is counted for. */
export interface CountingContext {
  /** Rows of the pack. */
  items: number;
  /** A product, pair or window that fewer shoppers share is left out. */
  minShoppers: number;
  /** What of it is changed at random. Default: nothing, everything is told from `minShoppers` on, as it is. */
  perturbation?: Perturbation | undefined;
  /** What a sequence of the log is. */
  unit: 'visitor' | 'session';
  /** Whether the order of a history says nothing. Default no. */
  unordered?: boolean;
  /** Virtual shoppers who stand for the real ones in a section that shows what single shoppers did. Default: the real ones. */
  virtual?: InteractionLog;
}

/** A section that is counted in one go. */
export interface CountedFit<TOptions extends object> {
  readonly section: string;
  /** Its options where nothing else is said: what `--set` may change, and where tuning starts. */
  readonly defaults: TOptions;
  /** Over the defaults, where the order of a history has no meaning: all known items count, and count alike. */
  readonly unordered?: Partial<TOptions>;
  /** Tried on validation, one option at a time. */
  readonly grid: Grid<TOptions>;
  /** Whether the section shows what single shoppers did, so that virtual ones may stand for them. Default no. */
  readonly showsShoppers?: boolean;
  count(log: InteractionLog, options: TOptions, context: CountingContext): PackSection;
}

/** A section that a model is trained for, over epochs that validation ends. */
export interface TrainedFit {
  readonly section: string;
  readonly model: ModelEntry;
}

/**
 * How a section of a pack is made from a log: the half of a candidate source that the page never loads. The other half,
 * which reads the section, is a `SourceDescriptor`.
 */
export type SectionFit = CountedFit<object> | TrainedFit;
