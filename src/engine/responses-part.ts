import { fromWire, type VitrineError } from '../contract/errors.ts';
import type { PackPart } from '../pack/pack.ts';
import type { followVisitor } from './ranking/adaptive-weights.ts';
import type { Responses } from './responses.ts';
import type { ScriptParts } from './script-parts.ts';

/**
 * The click and purchase probabilities of a pack, by a script of its own: few packs have learned them.
 * @param onProblem called where the script cannot be loaded
 * @throws VitrineError `pack-…`
 */
export async function responsesOf(
  { sections, ids }: PackPart,
  parts: ScriptParts,
  onProblem?: (problem: VitrineError) => void,
): Promise<Responses | undefined> {
  if (!Object.hasOwn(sections, 'response')) return undefined;
  const part = await parts.want('responses', 'have no probabilities', onProblem);
  const responses = part?.createResponses(sections.response, ids.size);
  if (responses && 'code' in responses) throw fromWire(responses);
  return responses;
}

/**
 * What makes the weights of a pack follow the visitor's clicks: few packs have found that better, and a ranker that was learned
 * serves in its place.
 * @param onProblem called where the script cannot be loaded
 */
export async function followOf(
  { sections, manifest }: PackPart,
  parts: ScriptParts,
  onProblem?: (problem: VitrineError) => void,
): Promise<typeof followVisitor | undefined> {
  if (!manifest.adaptive || Object.hasOwn(sections, 'ranker')) return undefined;
  return (await parts.want('responses', 'have fixed weights', onProblem))?.followVisitor;
}
