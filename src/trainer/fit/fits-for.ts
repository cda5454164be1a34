import type { SourceName } from '../../contract/recommendation.ts';
import { SOURCES } from '../../engine/sources/registry.ts';
import { FITS } from './registry.ts';
import type { CountedFit, SectionFit, TrainedFit } from './section-fit.ts';

/** The fits of the sections that these sources read: several may read one. */
export function fitsFor(sources: readonly SourceName[]): SectionFit[] {
  const asked = SOURCES.filter(({ name }) => sources.includes(name));
  return FITS.filter(({ section }) => asked.some((source) => source.section === section));
}

export function isTrained(fit: SectionFit): fit is TrainedFit {
  return 'model' in fit;
}

export function isCounted(fit: SectionFit): fit is CountedFit<object> {
  return !isTrained(fit);
}
