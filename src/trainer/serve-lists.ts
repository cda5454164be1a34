import { responsesPart } from '../engine/responses.ts';
import { type EngineParts, ScriptParts } from '../engine/script-parts.ts';
import { Serving } from '../engine/serving.ts';
import { readFurther } from '../engine/sources/further/read-further.ts';

/** What a page brings in as scripts of their own where a pack has learned it. */
export const LEARNED_PARTS = {
  'further-sources': readFurther,
  responses: responsesPart,
} satisfies Partial<EngineParts>;

/** What makes lists in a page, without a visitor's browser: whatever a pack has learned serves. */
export const serveLists = (): Serving => new Serving(new ScriptParts(LEARNED_PARTS));
