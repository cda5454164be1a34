import { composePage } from './page.ts';
import { placementNamed } from './placements.ts';

/** What lists of placements other than `home` need, a script of its own (workers/placements.ts). */
export const placementsPart = { named: placementNamed, compose: composePage };
