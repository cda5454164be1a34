import { brokenPromises, sweep } from '../sweep.mjs';

export const title = 'Answers of the engine are lost';
export const protocol =
  'The same visits; the Nth message that the engine’s worker posts is lost, or posting it throws; once, or from then on.';

export const attack = (run) =>
  sweep({ over: 'messages', kinds: ['throws', 'hangs'], together: 4, deadline: 1_500 }, run);
export const failures = brokenPromises;
