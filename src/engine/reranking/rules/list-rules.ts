import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Rule } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { applyRule } from './kinds.ts';
import type { ActiveRule } from './rule-kind.ts';
import { RuleScope } from './rule-scope.ts';

/** Candidates fall into these, best first; pinned ones keep their place here until the list is finished. */
const PINNED = 0;
const PLAIN = 1;
const BURIED = 2;

/** Chooses so many of these items, best first. @returns their places */
type Choose = (items: Int32Array, scores: Float32Array, limit: number) => Int32Array;

/**
 * The rules of one list, at work. Where they disagree: `exclude`, then `pin`, `bury`, `boost`; `cap` counts along the order
 * that these give. A list is put together in steps (see the fallback chain), and rules hold over all of them.
 */
export class ListRules {
  /** Rows that may be on the list: those of the context without the excluded ones. */
  readonly allowed: Bitset;
  readonly #rules: readonly (ActiveRule & { id: string })[];
  /** By item: where it goes, and which rule says so. In order of place. */
  readonly #pins: ReadonlyMap<number, { at: number; id: string }>;
  /** How many products of each group of each cap are on the list. */
  #counts = new Map<string, number>();

  constructor(rules: readonly Rule[], catalogue: Catalogue, context: VisitorContext) {
    const scope = new RuleScope(catalogue, context);
    this.#rules = rules.map((rule) => ({ ...applyRule(rule, scope), id: rule.id }));
    this.allowed = context.allowed.clone();
    for (const { excludes } of this.#rules) {
      excludes?.rows.words.forEach((word, i) => {
        this.allowed.words[i] &= ~word;
      });
    }
    const pins = new Map<number, { at: number; id: string }>();
    for (const { pins: pin, id } of this.#rules) {
      if (pin && this.allowed.has(pin.item) && !pins.has(pin.item)) pins.set(pin.item, { at: pin.at, id });
    }
    this.#pins = new Map([...pins].sort(([, a], [, b]) => a.at - b.at));
    for (const item of this.#pins.keys()) this.#admit(item, this.#counts, true);
  }

  /** One step's candidates, best first, as the rules want them. @returns the places of those to show, in order */
  arrange(items: Int32Array, scores: Float32Array, limit: number, choose: Choose): Int32Array {
    const groups = Array.from(items, (item) => this.#groupOf(item));
    const keys = scores.map((score, place) => {
      if (groups[place] === BURIED) return score;
      return this.#rules.reduce((key, { factorOf }) => key * (factorOf?.(items[place]) ?? 1), score);
    });
    const counts = new Map(this.#counts);
    const places = [...items.keys()]
      .filter((place) => !this.#rules.some(({ excludes }) => excludes?.has(items[place])))
      .sort((a, b) => groups[a] - groups[b] || keys[b] - keys[a] || a - b)
      .filter((place) => groups[place] === PINNED || this.#admit(items[place], counts));
    const [pinned, plain, buried] = [PINNED, PLAIN, BURIED].map((group) => {
      return places.filter((place) => groups[place] === group);
    });
    const chosen = choose(
      Int32Array.from(plain, (place) => items[place]),
      Float32Array.from(plain, (place) => keys[place]),
      Math.max(0, limit - pinned.length),
    );
    return Int32Array.from([...pinned, ...Array.from(chosen, (i) => plain[i]), ...buried]).subarray(0, limit);
  }

  /** These are on the list now, so that the next steps count them. */
  count(items: Iterable<number>): void {
    for (const item of items) if (!this.#pins.has(item)) this.#admit(item, this.#counts);
  }

  /**
   * The whole list with pinned products at their places, and each product with the rule that moved it.
   * @param bring makes an entry of a pinned product that no source found
   */
  finish<TEntry extends { readonly item: number; rule?: string }>(
    entries: readonly TEntry[],
    limit: number,
    bring: (item: number) => TEntry,
  ): TEntry[] {
    const pins = this.#pins;
    const inGroup = (group: number) => entries.filter(({ item }) => this.#groupOf(item) === group);
    const list = [...inGroup(PLAIN), ...inGroup(BURIED)].slice(0, Math.max(0, limit - pins.size));
    let free = 0;
    for (const [item, { at }] of pins) {
      const place = Math.max(at - 1, free);
      list.splice(place, 0, entries.find((entry) => entry.item === item) ?? bring(item));
      free = place + 1;
    }
    for (const entry of list) {
      const { item } = entry;
      const rule =
        pins.get(item) ??
        this.#rules.find(({ buries }) => buries?.has(item)) ??
        this.#rules.find(({ factorOf }) => factorOf && factorOf(item) !== 1);
      if (rule) entry.rule = rule.id;
    }
    return list.slice(0, limit);
  }

  #groupOf(item: number): number {
    if (this.#pins.has(item)) return PINNED;
    return this.#rules.some(({ buries }) => buries?.has(item)) ? BURIED : PLAIN;
  }

  /** Counts one more product, unless a cap is reached and it is not forced. @returns whether it was counted */
  #admit(item: number, counts: Map<string, number>, force = false): boolean {
    const groups = this.#rules.flatMap(({ cap }, i) => {
      const group = cap?.groupOf(item);
      return group === undefined ? [] : [{ key: `${i} ${group}`, most: cap!.most }];
    });
    const room = force || groups.every(({ key, most }) => (counts.get(key) ?? 0) < most);
    if (room) for (const { key } of groups) counts.set(key, (counts.get(key) ?? 0) + 1);
    return room;
  }
}
