import type { LoggedList } from '../evaluation/replay.ts';
import type { LogReport } from './log-report.ts';

/** How far chances that should sum to 1 may be from it. */
const SUM_TOLERANCE = 0.01;

/**
 * Reads logged lists, a JSON record each: `{ "places": [{ "product", "propensity", "reward" }], "target": [product, …] }`, and
 * perhaps `visitor` and `context`. A target may be chances by product. What cannot be used is counted in the report.
 * @param records as `readRecords` gives them
 */
export async function readLists(records: AsyncIterable<unknown>, report: LogReport): Promise<LoggedList[]> {
  const lists: LoggedList[] = [];
  for await (const record of records) {
    const misfit = misfitOf(record);
    if (misfit === undefined) lists.push(record as LoggedList);
    else report.refuse(misfit);
  }
  return lists;
}

function misfitOf(record: unknown): string | undefined {
  const { places, target, visitor, context } = (record ?? {}) as Partial<Record<keyof LoggedList, unknown>>;
  if (!Array.isArray(places) || places.length === 0) return 'without places';
  if (!Array.isArray(target)) return 'without a target';
  if ([visitor, context].some((text) => text !== undefined && typeof text !== 'string')) {
    return 'whose visitor or context is no text';
  }
  for (const place of places as Partial<Record<string, unknown>>[]) {
    if (typeof place?.product !== 'string') return 'with a place without a product';
    const { propensity, reward } = place;
    if (typeof propensity !== 'number' || !(propensity > 0 && propensity <= 1)) {
      return 'with a propensity that is not above 0 and up to 1';
    }
    if (typeof reward !== 'number' || !Number.isFinite(reward)) return 'with a reward that is no number';
  }
  return target.every(isTarget) ? undefined : 'whose target is neither products nor chances that sum to 1';
}

function isTarget(target: unknown): boolean {
  if (typeof target === 'string') return true;
  if (typeof target !== 'object' || target === null) return false;
  const chances = Object.values(target);
  return (
    chances.every((chance) => typeof chance === 'number' && chance >= 0) &&
    Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) <= SUM_TOLERANCE
  );
}
