import { VitrineError } from '../../contract/errors.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import { FUSED, SOURCE_NAMES } from '../../engine/sources/source-names.ts';

/**
 * Reads `fused`, or names of sources joined by `+`; `fused` may be one of them.
 * @returns each once, in the order of the registry
 * @throws VitrineError `bad-options`
 */
export function readSources(text: string): readonly SourceName[] {
  const named = text.split('+').flatMap((name) => (name === 'fused' ? FUSED : [knownSource(name)]));
  return SOURCE_NAMES.filter((name) => named.includes(name));
}

function knownSource(name: string): SourceName {
  if (SOURCE_NAMES.includes(name)) return name;
  const remedy = `Give fused, or one or more of ${SOURCE_NAMES.join(', ')}, joined by +.`;
  throw new VitrineError('bad-options', `There is no source ${name}.`, { remedy });
}
