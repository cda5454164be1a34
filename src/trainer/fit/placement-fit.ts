import type { PackSection } from '../../pack/pack.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { CountingContext } from './section-fit.ts';

/** A section that placements alone read, counted in one go. */
export interface PlacementFit<TOptions extends object = object> {
  readonly section: string;
  readonly defaults: TOptions;
  /** @returns undefined where the log does not tell what the section is about */
  count(log: InteractionLog, options: TOptions, context: CountingContext): PackSection | undefined;
}
