import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Rule, RuleOutcome } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import type { RuleAtWork } from './rule-kind.ts';
import { RuleLedger } from './rule-ledger.ts';
import type { Occasion } from './rule-when.ts';
import { drawUnmet, type Meetings } from './unmet.ts';

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
  readonly #random: () => number;
  /** By item, in order of place. */
  #pins: ReadonlyMap<number, Pin>;
  /** By item, the rule that gave it a place of the finished list. */
  readonly #raised = new Map<number, RuleAtWork>();
  /** How many products of each group of each cap are on the list. */
  #counts = new Map<string, number>();

  constructor(
    rules: readonly Rule[],
    catalogue: Catalogue,
    context: VisitorContext,
    occasion: Occasion,
    meetings: Meetings,
  ) {
    this.#random = occasion.random;
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
    this.#pins = inOrderOfPlace(pins);
    for (const item of pins.keys()) this.#admit(item, this.#counts, true);
    const allowed = { ...context, allowed: this.allowed };
    for (const rule of this.#rules) {
      if (!rule.explores) continue;
      const { targets, share } = rule.explores;
      let places = this.#placesOf(share, occasion.limit);
      if (places === 0) continue;
      for (const item of drawUnmet(catalogue, allowed, targets, meetings, this.#random)) {
        if (places === 0 || pins.size >= occasion.limit) break;
        if (pins.has(item) || !this.#admit(item, this.#counts)) continue;
        pins.set(item, { at: this.#placeBelow(occasion.limit, pins), rule });
        places--;
      }
    }
    this.#pins = inOrderOfPlace(pins);
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
    for (const rule of this.#rules) if (rule.floor) this.#raise(rule, finished, limit, bring);
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

  /** Brings products of a floor onto the finished list in the place of the last ones, until they have their share. */
  #raise<TEntry extends { readonly item: number }>(
    rule: RuleAtWork,
    list: TEntry[],
    limit: number,
    bring: (item: number) => TEntry,
  ): void {
    const { targets, share } = rule.floor!;
    const has = ({ item }: TEntry): boolean => targets.has(item);
    const wanted = this.#placesOf(share, limit);
    let missing = wanted - list.filter(has).length;
    if (missing <= 0) return;
    const onList = new Set(list.map(({ item }) => item));
    for (const item of this.#ledger.candidates(targets, this.allowed)) {
      if (missing === 0) return;
      const kept = (entry: TEntry): boolean => this.#pins.has(entry.item) || this.#raised.has(entry.item) || has(entry);
      const place = list.length < limit ? list.length : list.findLastIndex((entry) => !kept(entry));
      if (place < 0) return;
      if (onList.has(item) || !this.#admit(item, this.#counts)) continue;
      list[place] = bring(item);
      this.#raised.set(item, rule);
      missing--;
    }
    if (missing > 0) this.#ledger.tellTooFew(rule, wanted);
  }

  /** A share of the places; what is left of a place is decided by chance. */
  #placesOf(share: number, limit: number): number {
    return Math.floor(share * limit + this.#random());
  }

  /** A place of the second half that no rule has given away. */
  #placeBelow(limit: number, pins: ReadonlyMap<number, Pin>): number {
    const taken = new Set(Array.from(pins.values(), ({ at }) => at));
    const free = Array.from({ length: limit }, (_, i) => i + 1).filter((at) => !taken.has(at));
    const lower = free.filter((at) => at > limit / 2);
    const places = lower.length > 0 ? lower : free;
    return places[Math.floor(this.#random() * places.length)] ?? limit;
  }

  /** The strongest rule that concerns a product. */
  #moverOf(item: number): RuleAtWork | undefined {
    return (
      this.#pins.get(item)?.rule ??
      this.#raised.get(item) ??
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

function inOrderOfPlace(pins: ReadonlyMap<number, Pin>): Map<number, Pin> {
  return new Map([...pins].sort(([, a], [, b]) => a.at - b.at));
}
