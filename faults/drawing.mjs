/** Draws whole numbers below another; the same seed draws the same. */
export function drawing(seed) {
  let random = seed >>> 0;
  return (below) => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
}
