// A part of the engine's thread that packs with click and purchase probabilities, and lists for purchases or value, need: a script of its own, which the engine brings in.

import { responsesPart } from '../src/engine/responses.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('responses', responsesPart);
