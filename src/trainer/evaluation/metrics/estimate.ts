/** A mean and half the width of its 95 % interval. */
export interface Estimate {
  mean: number;
  interval: number;
}

/** 0.975 quantiles of Student's t by degrees of freedom, from 1. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const NORMAL = 1.96;

/** The normal quantile from where Student's is within 0.06 of it (Cornish and Fisher's first term between). */
function quantile(freedom: number): number {
  return STUDENT[freedom - 1] ?? NORMAL + (NORMAL ** 3 + NORMAL) / (4 * freedom);
}

/** Of independent values, such as one of each seed or fold; the interval is Student's. One value has none: NaN. */
export function estimate(values: ArrayLike<number>): Estimate {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  if (list.length < 2) return { mean, interval: Number.NaN };
  const squares = list.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (list.length - 1) / list.length);
  return { mean, interval: quantile(list.length - 1) * error };
}

/**
 * Of values that come in groups, such as the questions about one visitor: the mean over all values, and an interval that
 * takes only the groups for independent (linearised ratio, Cochran, "Sampling techniques", 1977, § 6).
 * @param groups of each value, parallel
 */
export function groupedEstimate(values: ArrayLike<number>, groups: ArrayLike<number>): Estimate {
  const sums = new Map<number, { sum: number; count: number }>();
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    total += values[i];
    const group = sums.get(groups[i]);
    if (group === undefined) sums.set(groups[i], { sum: values[i], count: 1 });
    else {
      group.sum += values[i];
      group.count++;
    }
  }
  const mean = total / values.length;
  if (sums.size < 2) return { mean, interval: Number.NaN };
  let squares = 0;
  for (const { sum, count } of sums.values()) squares += (sum - mean * count) ** 2;
  const error = Math.sqrt((squares * sums.size) / (sums.size - 1)) / values.length;
  return { mean, interval: quantile(sums.size - 1) * error };
}
