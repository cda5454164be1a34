/** Of the names that are known, the one that was probably meant. */
export function nearestName(name: string, known: readonly string[]): string {
  return [...known].sort((a, b) => difference(a, name) - difference(b, name))[0];
}

/** Letters that one has and the other lacks, and by how many one is longer: what a slip of the pen changes little. */
function difference(a: string, b: string): number {
  const lacking = (one: string, other: string): number => [...one].filter((letter) => !other.includes(letter)).length;
  return lacking(a, b) + lacking(b, a) + Math.abs(a.length - b.length);
}
