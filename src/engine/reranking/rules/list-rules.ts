import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Rule, RuleOutcome } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import type { RuleAtWork } from './rule-kind.ts';
import { RuleLedger } from './rule-ledger.ts';
import type { Occasion } from './rule-when.ts';

/** Candidates fall into these, best first; pinned ones keep their place here until the list is finished. */
const PINNED = 0;
const PLAIN = 1;
const BURIED = 2;

/** Chooses so many of these items, best first. @returns their places */
type Choose = (items: Int32Array, scores: Float32Array, limit: number) => Int32Array;

/** A product's place by a rule. */
interface Pin {
  at: number;
  rule: RuleAtWork;
}

/**
 * The rules of one list, at work. Where they disagree: `exclude`, then `pin`, `bury`, `boost`; `cap` counts along the order
 * that these give. A list is put together in steps (see the fallback chain), and rules hold over all of them.
 */
export class ListRules {
  /** Rows that may be on the list: those of the context without the excluded ones. */
  readonly allowed: Bitset;
  readonly #ledger: RuleLedger;
  readonly #rules: readonly RuleAtWork[];
  /** By item, in order of place. */
  readonly #pins: ReadonlyMap<number, Pin>;
  /** How many products of each group of each cap are on the list. */
  #counts = new Map<string, number>();

  constructor(rules: readonly Rule[], catalogue: Catalogue, context: VisitorContext, occasion: Occasion) {
    this.#ledger = new RuleLedger(rules, catalogue, context, occasion);
    this.#rules = this.#ledger.atWork;
    this.allowed = context.allowed.clone();
    for (const { excludes } of this.#rules) {
      excludes?.rows.words.forEach((word, i) => {
        this.allowed.words[i] &= ~word;
      });
    }
    const pins = new Map<number, Pin>();
    for (const rule of this.#rules) {
      const { item, at } = rule.pins ?? {};
      if (item !== undefined && this.allowed.has(item) && !pins.has(item)) pins.set(item, { at: at!, rule });
    }
    this.#pins = new Map([...pins].sort(([, a], [, b]) => a.at - b.at));
    for (const item of this.#pins.keys()) this.#admit(item, this.#counts, true);
  }

  /** One step's candidates, best first, as the rules want them. @returns the places of those to show, in order */
  arrange(items: Int32Array, scores: Float32Array, limit: number, choose: Choose): Int32Array {
    this.#ledger.meet(items);
    const groups = Array.from(items, (item) => this.#groupOf(item));
    const keys = scores.map((score, place) => {
      if (groups[place] === BURIED) return score;
      return this.#rules.reduce(
        (key, { boosts }) => key * (boosts?.targets.has(items[place]) ? boosts.factor : 1),
        score,
      );
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
    const finished = list.slice(0, limit);
    const movers = new Map<number, RuleAtWork>();
    for (const entry of finished) {
      const mover = this.#moverOf(entry.item);
      if (mover === undefined) continue;
      entry.rule = mover.rule.id;
      movers.set(entry.item, mover);
    }
    this.#ledger.close(movers, this.#pins, (item) => this.#moverOf(item), limit);
    return finished;
  }

  /** Of a finished list. */
  get outcomes(): RuleOutcome[] {
    return this.#ledger.outcomes;
  }

  /** The strongest rule that concerns a product. */
  #moverOf(item: number): RuleAtWork | undefined {
    return (
      this.#pins.get(item)?.rule ??
      this.#rules.find(({ buries }) => buries?.has(item)) ??
      this.#rules.find(({ boosts }) => boosts && boosts.factor !== 1 && boosts.targets.has(item))
    );
  }

  #groupOf(item: number): number {
    if (this.#pins.has(item)) return PINNED;
    return this.#rules.some(({ buries }) => buries?.has(item)) ? BURIED : PLAIN;
  }

  /** Counts one more product, unless a cap is reached and it is not forced. @returns whether it was counted */
  #admit(item: number, counts: Map<string, number>, force = false): boolean {
    const groups = this.#rules.flatMap((rule, i) => {
      const group = rule.cap?.groupOf(item);
      return group === undefined ? [] : [{ rule, key: `${i} ${group}`, most: rule.cap!.most }];
    });
    const full = groups.find(({ key, most }) => (counts.get(key) ?? 0) >= most);
    if (full && !force) {
      this.#ledger.leaveOut(full.rule, item);
      return false;
    }
    for (const { key } of groups) counts.set(key, (counts.get(key) ?? 0) + 1);
    return true;
  }
}
