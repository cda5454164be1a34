/**
 * Which variant the address asks for, so that a person can look at it: `?NAME=1` by its number from 0, or `?NAME=VARIANT`.
 * @returns `undefined` where it asks for none that there is
 */
export function variantInAddress(experiment: string, url: string, variants: readonly string[]): number | undefined {
  const query = url.split('#')[0].split('?').slice(1).join('?');
  const asked = new URLSearchParams(query).get(experiment);
  if (asked === null) return undefined;
  const index = /^\d+$/.test(asked) ? Number(asked) : variants.indexOf(asked);
  return index >= 0 && index < variants.length ? index : undefined;
}
