import { fromWire, VitrineError } from '../contract/errors.ts';
import type { PackPart } from '../pack/pack.ts';
import type { createResponses, Responses } from './responses.ts';
import { scriptPart } from './script-part.ts';

/** The click and purchase probabilities of a pack, where it has learned them. @throws VitrineError `pack-…` */
export type ResponsesOf = (pack: PackPart) => Promise<Responses | undefined>;

/**
 * By the script at `address` (workers/responses.ts): few packs have them.
 * @param onProblem called where the script cannot be loaded: lists then have no probabilities
 */
export const responsesPartAt =
  (address = '', onProblem: (problem: VitrineError) => void): ResponsesOf =>
  async ({ sections, ids }) => {
    if (!Object.hasOwn(sections, 'response')) return undefined;
    const create = await scriptPart<typeof createResponses>(address, 'vitrineCreateResponses').catch((cause) => {
      onProblem(
        new VitrineError('worker-failed', 'responses.js could not be loaded; lists have no probabilities.', {
          remedy: "Serve it beside the package's other files.",
          cause,
        }),
      );
    });
    const responses = create?.(sections.response, ids.size);
    if (responses && 'code' in responses) throw fromWire(responses);
    return responses;
  };
