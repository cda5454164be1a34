// The engine's thread. It begins to listen before anything else: messages that arrive earlier would be lost.
import { serve } from '../src/contract/wire.ts';
import { createEngine } from '../src/engine/engine.ts';

serve(createEngine());
