/** `#rrggbb`. */
export type Hex = string;

const channels = (hex: Hex): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** `share` of the way from `from` to `to`. */
export function mix(from: Hex, to: Hex, share: number): Hex {
  const a = channels(from);
  const b = channels(to);
  return `#${a
    .map((value, i) =>
      Math.round(value + (b[i] - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Towards the warm dark of the studio's shadows, not to black: materials stay rich. */
export const shade = (hex: Hex, share: number): Hex => mix(hex, '#1d130c', share);

/** Towards the light of the studio's lamp. */
export const tint = (hex: Hex, share: number): Hex => mix(hex, '#fffaf2', share);
