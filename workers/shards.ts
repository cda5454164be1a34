// A part of the engine's thread that reads a pack in shards: a script of its own, which the engine brings in.
import { leavePart } from '../src/engine/script-parts.ts';
import { openShards } from '../src/engine/shards/shards.ts';

leavePart('shards', openShards);
