/** How a visitor's place is worked out, as GrowthBook numbers it: 2 is even, 1 is its older and slightly uneven way. */
export type HashVersion = 1 | 2;

/** Fowler–Noll–Vo, 32 bits, variant 1a, over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * A place in 0…1 for this value under this seed: the same in every browser and every GrowthBook SDK.
 * @returns `undefined` for a version that there is not
 */
export function placeOf(seed: string, value: string, version: HashVersion): number | undefined {
  if (version === 2) return (fnv1a(`${fnv1a(seed + value)}`) % 10_000) / 10_000;
  if (version === 1) return (fnv1a(value + seed) % 1_000) / 1_000;
  return undefined;
}
