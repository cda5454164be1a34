import type { PairedDifference } from './evaluation/difference.ts';

/** Figures as they are recorded: to six digits behind the point. */
export function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(6))]));
}

export function roundedDifference(difference: PairedDifference): PairedDifference {
  return rounded({ ...difference }) as Record<keyof PairedDifference, number>;
}
