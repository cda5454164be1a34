// The neural thread. It begins to listen before anything else: messages that arrive earlier would be lost.
import { serve } from '../src/contract/wire.ts';
import { createNeural } from '../src/learning/worker/neural.ts';

serve(createNeural());
