// A part of the engine's thread that lists of a placement of their own need: a script of its own, which the engine brings in.
import { placementsPart } from '../src/engine/placements/placements-part.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('placements', placementsPart);
