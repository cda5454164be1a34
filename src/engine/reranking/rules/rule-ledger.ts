import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Rule, RuleOutcome, RuleProblem } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { applyRule } from './kinds.ts';
import type { RuleAtWork } from './rule-kind.ts';
import { inBoth, RuleScope, type Targets } from './rule-scope.ts';
import { concerns, type Occasion, problemOfTime } from './rule-when.ts';

/** What is noted of one rule while its list is made. */
interface Account {
  readonly rule: Rule;
  readonly problems: RuleProblem[];
  /** Candidates. */
  readonly leftOut: Set<number>;
  /** Products that might have been candidates. */
  excluded: number;
  readonly moved: string[];
}

/** Keeps account of what the rules do to one list, so that whoever writes rules sees which of them works and why not. */
export class RuleLedger {
  /** Those that act on this list. */
  readonly atWork: readonly RuleAtWork[];
  readonly #accounts = new Map<Rule, Account>();
  /** By step. */
  readonly #met: Int32Array[] = [];
  readonly #catalogue: Catalogue;
  readonly #context: VisitorContext;
  readonly #scope: RuleScope;

  constructor(rules: readonly Rule[], catalogue: Catalogue, context: VisitorContext, occasion: Occasion) {
    this.#catalogue = catalogue;
    this.#context = context;
    this.#scope = new RuleScope(catalogue, context, occasion.now);
    const atWork: RuleAtWork[] = [];
    for (const rule of rules) {
      if (!concerns(rule, occasion)) continue;
      const problem = problemOfTime(rule, occasion.now);
      this.#accounts.set(rule, {
        rule,
        problems: problem ? [problem] : [],
        leftOut: new Set(),
        excluded: 0,
        moved: [],
      });
      if (problem) continue;
      this.#tellUnknown(rule);
      atWork.push({ ...applyRule(rule, this.#scope), rule });
    }
    this.atWork = atWork;
  }

  /** Candidates that the rules have seen. */
  meet(items: Int32Array): void {
    this.#met.push(items);
  }

  /** Of these products, candidates in the order in which they were met, then the others that may be shown. */
  candidates(targets: Targets, allowed: Bitset): number[] {
    const met = new Set(this.#met.flatMap((items) => [...items]));
    const others: number[] = [];
    for (let row = 1; row < allowed.size; row++) {
      if (allowed.has(row) && !met.has(row) && targets.has(row)) others.push(row);
    }
    return [...[...met].filter((item) => targets.has(item)), ...others];
  }

  tellTooFew({ rule }: RuleAtWork, wanted: number): void {
    this.#tell(rule, 'unavailable', `Fewer than ${wanted} of its products may be on this list.`);
  }

  leaveOut({ rule }: RuleAtWork, item: number): void {
    this.#accounts.get(rule)!.leftOut.add(item);
  }

  /**
   * The list is finished.
   * @param movers by product of the list, the rule that moved it
   * @param pins by product, its place
   * @param moverOf the strongest rule that concerns a candidate
   */
  close(
    movers: ReadonlyMap<number, RuleAtWork>,
    pins: ReadonlyMap<number, { at: number; rule: RuleAtWork }>,
    moverOf: (item: number) => RuleAtWork | undefined,
    limit: number,
  ): void {
    for (const [item, { rule }] of movers) this.#accounts.get(rule)!.moved.push(this.#idOf(item));
    for (const one of this.atWork) {
      if (one.excludes) this.#noteExcluded(one);
      else if (one.pins) this.#notePin(one, movers, pins, limit);
      else this.#noteOverruled(one, moverOf);
    }
  }

  get outcomes(): RuleOutcome[] {
    return Array.from(this.#accounts.values(), ({ rule, moved, leftOut, excluded, problems }) => ({
      id: rule.id,
      moved,
      leftOut: leftOut.size + excluded,
      problems,
    }));
  }

  #tellUnknown(rule: Rule): void {
    const target = rule.kind === 'pin' ? { products: [rule.product] } : (rule.where ?? {});
    const unknown = this.#scope.unknownOf(target);
    if (unknown.length > 0) this.#tell(rule, 'unknown', `The shop has no ${unknown.join(', no ')}.`);
  }

  #noteExcluded({ rule, excludes }: RuleAtWork): void {
    const account = this.#accounts.get(rule)!;
    const { allowed, guests } = this.#context;
    account.excluded = inBoth(excludes!.rows, allowed).count();
    for (const row of guests?.keys() ?? []) if (excludes!.has(row)) account.excluded++;
  }

  #notePin(
    { rule, pins: pin }: RuleAtWork,
    movers: ReadonlyMap<number, RuleAtWork>,
    pins: ReadonlyMap<number, { at: number; rule: RuleAtWork }>,
    limit: number,
  ): void {
    const { item, at } = pin!;
    if (rule.kind !== 'pin') return;
    if (item === undefined) {
      if (this.#scope.knows(rule.product))
        this.#tell(rule, 'unavailable', `${rule.product} may not be on this list: sold out, filtered out, or seen.`);
      return;
    }
    const own = pins.get(item);
    const before = [...pins.values()].find((other) => other.at === at && other.rule.rule !== rule)?.rule.rule;
    if (own === undefined) {
      const by = this.atWork.find(({ excludes }) => excludes?.has(item))?.rule.id;
      this.#tell(rule, 'overruled', `${rule.product} is excluded by ${by}.`, by);
    } else if (own.rule.rule !== rule) {
      const by = own.rule.rule.id;
      this.#tell(rule, 'overruled', `${rule.product} has its place by ${by}.`, by);
    } else if (!movers.has(item)) {
      this.#tell(rule, 'no-room', `The list ends at place ${limit}, and ${pins.size} products are pinned.`);
    } else if (before && this.#comesBefore(before, rule)) {
      this.#tell(rule, 'overruled', `Place ${at} is taken by ${before.id}; it has the next one.`, before.id);
    }
  }

  #comesBefore(one: Rule, other: Rule): boolean {
    const order = [...this.#accounts.keys()];
    return order.indexOf(one) < order.indexOf(other);
  }

  /** A boost or a burial of which every product is under a stronger rule says nothing in this list. */
  #noteOverruled(one: RuleAtWork, moverOf: (item: number) => RuleAtWork | undefined): void {
    const targets = one.buries ?? one.boosts?.targets;
    if (targets === undefined) return;
    let by: string | undefined;
    for (const items of this.#met) {
      for (const item of items) {
        if (!targets.has(item)) continue;
        const mover = moverOf(item);
        if (mover === undefined || rankOf(mover) >= rankOf(one)) return;
        by ??= mover.rule.id;
      }
    }
    if (by !== undefined) {
      this.#tell(one.rule, 'overruled', `All that it is about is moved by stronger rules, such as ${by}.`, by);
      return;
    }
    if (targets.rows.words.every((word) => word === 0)) return;
    const excluding = this.atWork.find(({ excludes }) => excludes && isWithin(targets.rows, excludes.rows));
    if (excluding === undefined) return;
    by = excluding.rule.id;
    this.#tell(one.rule, 'overruled', `All that it is about is excluded by ${by}.`, by);
  }

  #tell(rule: Rule, kind: RuleProblem['kind'], message: string, by?: string): void {
    this.#accounts.get(rule)!.problems.push({ kind, message, ...(by !== undefined && { by }) });
  }

  #idOf(item: number): string {
    return this.#context.guests?.get(item)?.id ?? this.#catalogue.idOf(item)!;
  }
}

/** The stronger kind is the lower number. */
const rankOf = ({ pins, buries }: RuleAtWork): number => (pins ? 0 : buries ? 1 : 2);

function isWithin(rows: { words: Uint32Array }, others: { words: Uint32Array }): boolean {
  return rows.words.every((word, i) => (word & ~others.words[i]) === 0);
}
