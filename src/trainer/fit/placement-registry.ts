import { complements } from './complements.ts';
import type { PlacementFit } from './placement-fit.ts';
import { trending } from './trending.ts';

/** How the sections that only placements read are made. */
export const PLACEMENT_FITS: readonly PlacementFit[] = [complements, trending];
