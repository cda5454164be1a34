/** Names in order of first appearance, each with its row. */
export class NameTable {
  readonly names: string[] = [];
  readonly #rows = new Map<string, number>();

  rowOf(name: string): number {
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    this.#rows.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
