import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Rule, RuleOutcome } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import type { ActiveRule, RuleAtWork } from './rule-kind.ts';
import { RuleLedger } from './rule-ledger.ts';
import type { Targets } from './rule-scope.ts';
import type { Occasion } from './rule-when.ts';
import { drawUnmet, type Meetings } from './unmet.ts';

/** Candidates fall into these, best first; pinned ones keep their place here until the list is finished. */
const PINNED = 0;
const PLAIN = 1;
const BURIED = 2;

/** Chooses so many of these items, best first. @returns their places */
type Choose = (items: Int32Array, scores: Float32Array, limit: number) => Int32Array;

/** A rule of a kind that has this part. */
type With<TPart extends keyof ActiveRule> = RuleAtWork & Required<Pick<ActiveRule, TPart>>;

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
  /** Whether candidates beyond the places of the list may get one. */
  readonly #deep: boolean;
  readonly #excludes: readonly Targets[];
  readonly #buries: readonly With<'buries'>[];
  readonly #boosts: readonly With<'boosts'>[];
  readonly #caps: readonly With<'cap'>[];
  /** By item, in order of place. */
  #pins: ReadonlyMap<number, Pin>;
  /** By item, the rule that gave it a place of the finished list. */
  readonly #raised = new Map<number, RuleAtWork>();
  /** By cap, how many products of each of its groups are on the list. */
  readonly #counts: readonly Map<string, number>[];

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
    this.#deep = occasion.diversity > 0;
    this.#excludes = having(this.#rules, 'excludes').map(({ excludes }) => excludes);
    this.#buries = having(this.#rules, 'buries');
    this.#boosts = having(this.#rules, 'boosts');
    this.#caps = having(this.#rules, 'cap');
    this.#counts = this.#caps.map(() => new Map());
    this.allowed = context.allowed.clone();
    const { words } = this.allowed;
    for (const { rows } of this.#excludes) for (let i = 0; i < words.length; i++) words[i] &= ~rows.words[i];
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
    const groups = new Uint8Array(items.length);
    const keys = scores.slice();
    for (let place = 0; place < items.length; place++) {
      groups[place] = this.#groupOf(items[place]);
      if (groups[place] === BURIED) continue;
      let key = scores[place];
      for (const { boosts } of this.#boosts) if (boosts.targets.has(items[place])) key *= boosts.factor;
      keys[place] = key;
    }
    const order = Int32Array.from(items.keys()).sort((a, b) => groups[a] - groups[b] || keys[b] - keys[a] || a - b);
    const counts = this.#counts.map((groups) => new Map(groups));
    const placed: [pinned: number[], plain: number[], buried: number[]] = [[], [], []];
    let count = 0;
    for (const place of order) {
      const [item, group] = [items[place], groups[place]];
      // To count a candidate, a cap reads its record: only those are counted that may still get a place.
      if (count >= limit && !(this.#deep && group === PLAIN)) break;
      if (this.#excludes.some((targets) => targets.has(item))) continue;
      if (group !== PINNED && !this.#admit(item, counts)) continue;
      placed[group].push(place);
      count++;
    }
    const [pinned, plain, buried] = placed;
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
      this.#buries.find(({ buries }) => buries.has(item)) ??
      this.#boosts.find(({ boosts }) => boosts.factor !== 1 && boosts.targets.has(item))
    );
  }

  #groupOf(item: number): number {
    if (this.#pins.has(item)) return PINNED;
    for (const { buries } of this.#buries) if (buries.has(item)) return BURIED;
    return PLAIN;
  }

  /** Counts one more product, unless a cap is reached and it is not forced. @returns whether it was counted */
  #admit(item: number, counts: readonly Map<string, number>[], force = false): boolean {
    const groups = this.#caps.map(({ cap }) => cap.groupOf(item));
    const met = (i: number): number => counts[i].get(groups[i]!) ?? 0;
    const full = this.#caps.find(({ cap }, i) => groups[i] !== undefined && met(i) >= cap.most);
    if (full && !force) {
      this.#ledger.leaveOut(full, item);
      return false;
    }
    groups.forEach((group, i) => {
      if (group !== undefined) counts[i].set(group, met(i) + 1);
    });
    return true;
  }
}

function having<TPart extends keyof ActiveRule>(rules: readonly RuleAtWork[], part: TPart): With<TPart>[] {
  return rules.filter((rule): rule is With<TPart> => rule[part] !== undefined);
}

function inOrderOfPlace(pins: ReadonlyMap<number, Pin>): Map<number, Pin> {
  return new Map([...pins].sort(([, a], [, b]) => a.at - b.at));
}
