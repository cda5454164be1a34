// A part of the engine's thread that tells what lists brought: a script of its own, which the engine brings in.
import { openListReport } from '../src/engine/list-report.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('list-report', openListReport);
