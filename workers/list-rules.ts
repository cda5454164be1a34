// A part of the engine's thread that lists with rules need: a script of its own, which the engine brings in.

import { prepareRules } from '../src/engine/reranking/rules/prepare-rules.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('list-rules', prepareRules);
