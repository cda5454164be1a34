import { VitrineError } from '../../contract/errors.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import { FUSED, SOURCE_NAMES } from '../../engine/sources/source-names.ts';
import { fitsFor, isTrained } from '../fit/fits-for.ts';

/**
 * Reads `fused`, or names of sources joined by `+`; `fused` may be one of them.
 * @param countedAlone whether `fused` stands for its counted sources alone: a trained model can remember single shoppers
 * @returns each once, in the order of the registry
 * @throws VitrineError `bad-options`
 */
export function readSources(text: string, countedAlone = false): readonly SourceName[] {
  const fused = FUSED.filter((name) => !(countedAlone && fitsFor([name]).some(isTrained)));
  const named = text.split('+').flatMap((name) => (name === 'fused' ? fused : [knownSource(name)]));
  return SOURCE_NAMES.filter((name) => named.includes(name));
}

function knownSource(name: string): SourceName {
  if (SOURCE_NAMES.includes(name)) return name;
  const remedy = `Give fused, or one or more of ${SOURCE_NAMES.join(', ')}, joined by +.`;
  throw new VitrineError('bad-options', `There is no source ${name}.`, { remedy });
}
