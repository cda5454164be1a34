import type { SourceName } from '../../contract/recommendation.ts';
import { SOURCES } from './registry.ts';
import type { SourceDescriptor } from './source-descriptor.ts';

export const SOURCE_NAMES: readonly SourceName[] = SOURCES.map(({ name }) => name);

/**
 * The sources of `fused`: of the trained models the attention model alone, since each further one costs a training and
 * adds its vectors to the pack; name it to have it.
 */
export const FUSED: readonly SourceName[] = SOURCES.flatMap(({ name, fused }) => (fused ? [name] : []));

/** Undefined for a source that the registry does not have. */
export function sourceNamed(name: SourceName): SourceDescriptor | undefined {
  return SOURCES.find((source) => source.name === name);
}

/** Whether a source's candidates depend on this visitor, and are not the same for all. */
export function isPersonal(name: SourceName): boolean {
  return sourceNamed(name)?.personal ?? true;
}
