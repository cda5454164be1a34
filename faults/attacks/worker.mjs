import { brokenPromises, sweep } from '../sweep.mjs';

export const title = 'The engine’s worker hangs, ends, or throws';
export const protocol =
  'The same visits; the Nth message that reaches the engine’s worker finds it in an endless loop, ends it, or has it throw outside of any call. The next worker is whole.';

export const attack = (run) =>
  sweep({ over: 'worker', kinds: ['hangs', 'aborts', 'throws'], hows: ['once'], together: 3, deadline: 4_000 }, run);
export const failures = brokenPromises;
