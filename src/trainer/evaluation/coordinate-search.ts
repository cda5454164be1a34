/** Values to try of each option. */
export type Grid<TOptions> = { readonly [Name in keyof TOptions]?: readonly TOptions[Name][] };

/**
 * Searches one option at a time, keeping the best value of each, until a whole round changes nothing or `rounds` are done.
 * @param score higher is better; asked once for each combination
 * @param onStep called with the number of values tried so far and the number there can be
 */
export async function coordinateSearch<TOptions extends object>(
  start: TOptions,
  grid: Grid<TOptions>,
  score: (options: TOptions) => number | Promise<number>,
  { rounds, onStep }: { rounds: number; onStep?: (done: number, total: number, best: number) => void | Promise<void> },
): Promise<{ options: TOptions; score: number }> {
  const scores = new Map<string, number>();
  const ask = async (options: TOptions): Promise<number> => {
    const key = JSON.stringify(options);
    const known = scores.get(key);
    if (known !== undefined) return known;
    const asked = await score(options);
    scores.set(key, asked);
    return asked;
  };
  const names = Object.keys(grid) as (keyof TOptions)[];
  const valuesOf = (name: keyof TOptions): readonly TOptions[keyof TOptions][] => grid[name] ?? [];
  const total = rounds * names.reduce((sum, name) => sum + valuesOf(name).length, 0);
  let best = start;
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    const before = best;
    for (const name of names) {
      for (const value of valuesOf(name)) {
        const options = { ...best, [name]: value };
        if ((await ask(options)) > (await ask(best))) best = options;
        await onStep?.(++done, total, await ask(best));
      }
    }
    if (best === before) break;
  }
  return { options: best, score: await ask(best) };
}
