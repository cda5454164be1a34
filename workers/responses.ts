// A part of the engine's thread that packs with click and purchase probabilities need: a script of its own, which the engine brings in.

import { createResponses } from '../src/engine/responses.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('responses', createResponses);
