import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { Candidates, VisitorContext } from './candidate-source.ts';

/** Of so many of the latest items it is kept what each gave. */
const KEPT_CONTRIBUTORS = 3;
/** Items that there is room for before the lists grow. */
const FIRST_ROOM = 512;

/** The board that is being filled. What follows is lent to it; while there is none, all of it is 0. */
let filled: ScoreBoard | undefined;
/** The place of each item in the lists below, from 1 on; 0 where it has no score. */
let places = new Int32Array(0);
let count = 0;
let items = new Int32Array(FIRST_ROOM);
let scores = new Float64Array(FIRST_ROOM);
/** What each contributor of the board gave. [room, contributors] */
let contributions = new Float32Array(FIRST_ROOM);

/**
 * Adds up what the positions of a history say for items. All boards share their memory, which is kept between visitors:
 * four bytes an item of the largest catalogue, and room for as many items as one visitor ever had something said for. The
 * cost of one visitor is what is added for them.
 */
export class ScoreBoard {
  /** @param most rows run to `most`; @param contributors how many positions of a history contribute at most */
  constructor(
    most: number,
    readonly contributors: number,
  ) {
    if (most >= places.length) places = new Int32Array(most + 1);
  }

  /**
   * The best allowed items for which more was said than against.
   * @param positions of the contributors in `context.items`
   * @param fill calls `add`, and waits for nothing. However it ends, the board is empty afterwards
   */
  rank(context: VisitorContext, limit: number, positions: Int32Array, fill: () => void): Candidates {
    if (filled) throw new Error('another board is being filled');
    filled = this;
    makeRoom(items.length, this.contributors);
    try {
      fill();
      return this.#best(context, limit, positions);
    } finally {
      for (let place = 0; place < count; place++) places[items[place]] = 0;
      scores.fill(0, 0, count);
      contributions.fill(0, 0, count * this.contributors);
      count = 0;
      filled = undefined;
    }
  }

  /** Only within `rank`. @param amount what is said for the item, below 0 against it; @param contributor 0…contributors−1. */
  add(item: number, amount: number, contributor: number): void {
    let place = places[item] - 1;
    if (place < 0) place = this.#newPlace(item);
    scores[place] += amount;
    contributions[place * this.contributors + contributor] += amount;
  }

  #newPlace(item: number): number {
    if (filled !== this) throw new Error('the board is not being filled');
    if (count === items.length) makeRoom(2 * count, this.contributors);
    items[count] = item;
    places[item] = count + 1;
    return count++;
  }

  #best(context: VisitorContext, limit: number, positions: Int32Array): Candidates {
    const best = new BestRows(limit, count);
    for (let place = 0; place < count; place++) {
      if (scores[place] > 0 && context.allowed.has(items[place])) best.offer(items[place], scores[place]);
    }
    const found = best.take();
    const { contributors } = this;
    const kept = Math.min(KEPT_CONTRIBUTORS, contributors);
    const latest = new Float32Array(found.items.length * kept);
    const topContributors = found.items.map((item, i) => {
      const first = (places[item] - 1) * contributors;
      for (let age = 0; age < kept; age++) latest[i * kept + age] = Math.max(0, contributions[first + age]);
      let most = 0;
      for (let contributor = 1; contributor < contributors; contributor++)
        if (contributions[first + contributor] > contributions[first + most]) most = contributor;
      return most;
    });
    return {
      ...found,
      because: (place) => positions[topContributors[place]],
      contribution: (place, age) => (age < kept ? latest[place * kept + age] : 0),
    };
  }
}

/** The lists hold so many items from then on, of so many contributors each. */
function makeRoom(room: number, contributors: number): void {
  if (room > items.length) {
    items = copied(items, new Int32Array(room));
    scores = copied(scores, new Float64Array(room));
  }
  if (room * contributors > contributions.length)
    contributions = copied(contributions, new Float32Array(room * contributors));
}

function copied<TList extends { set(list: TList): void }>(list: TList, larger: TList): TList {
  larger.set(list);
  return larger;
}
