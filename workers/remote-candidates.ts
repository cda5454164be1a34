// A part of the engine's thread that asks the shop's own endpoint for candidates: a script of its own, which the engine brings in.
import { createRemote } from '../src/engine/remote/remote-candidates.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('remote-candidates', createRemote);
