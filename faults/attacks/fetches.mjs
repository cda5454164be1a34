import { brokenPromises, sweep } from '../sweep.mjs';

export const title = 'What the engine fetches does not come';
export const protocol =
  'The same visits; the Nth fetch of the engine’s worker (the feed, its scripts) is refused, breaks off, or never answers; once, or from then on.';

export const attack = (run) => sweep({ over: 'fetches', kinds: ['throws', 'aborts', 'hangs'] }, run);
export const failures = brokenPromises;
