// A part of the engine's thread that packs with models need that `fused` does not have: a script of its own, which the engine brings in.
import { leavePart } from '../src/engine/script-parts.ts';
import { readFurther } from '../src/engine/sources/further/read-further.ts';

leavePart('further-sources', readFurther);
