import type { KindName } from '../departments.ts';
import { HOME } from './home.ts';
import type { Kind } from './kind.ts';
import { LEISURE } from './leisure.ts';
import { WORN } from './worn.ts';

/** What the shop can say about each kind. */
export const KINDS: Record<KindName, Kind> = { ...HOME, ...WORN, ...LEISURE };
