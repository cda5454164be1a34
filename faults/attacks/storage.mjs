import { brokenPromises, sweep } from '../sweep.mjs';

export const title = 'Storage fails under a visit';
export const protocol =
  'Each visit (clicks, carts, searches, lists, in a drawn order) has its Nth operation on IndexedDB fail: it throws, its transaction is aborted, or it never answers; once, or from then on. N is raised until a visit passes untouched. Then storage works again, and the next visit is read.';

export const attack = (run) => sweep({ over: 'storage', kinds: ['throws', 'aborts', 'hangs'] }, run);
export const failures = brokenPromises;
