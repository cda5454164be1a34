import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { Candidates, VisitorContext } from './candidate-source.ts';

/** Of so many of the latest items it is kept what each gave. */
const KEPT_VOICES = 3;
/** Items that there is room for before the lists grow. */
const FIRST_ROOM = 512;

/** The board that is being filled. What follows is lent to it; while there is none, all of it is 0. */
let filled: ScoreBoard | undefined;
/** Where each item stands in the lists below, from 1 on; 0 where nothing was said for it. */
let places = new Int32Array(0);
let count = 0;
let items = new Int32Array(FIRST_ROOM);
let scores = new Float64Array(FIRST_ROOM);
/** What each voice of the board gave. [room, voices] */
let byVoice = new Float32Array(FIRST_ROOM);

/**
 * Adds up what the positions of a history say for items. All boards share their memory, which is kept between visitors:
 * four bytes an item of the largest catalogue, and room for as many items as one visitor ever had something said for. The
 * cost of one visitor is what is added for them.
 */
export class ScoreBoard {
  /** @param most rows run to `most`; @param voices how many positions of a history speak at most */
  constructor(
    most: number,
    readonly voices: number,
  ) {
    if (most >= places.length) places = new Int32Array(most + 1);
  }

  /**
   * The best allowed items for which more was said than against.
   * @param positions of the voices in `context.items`
   * @param fill calls `add`, and waits for nothing. However it ends, the board is empty afterwards
   */
  rank(context: VisitorContext, limit: number, positions: Int32Array, fill: () => void): Candidates {
    if (filled) throw new Error('another board is being filled');
    filled = this;
    makeRoom(items.length, this.voices);
    try {
      fill();
      return this.#best(context, limit, positions);
    } finally {
      for (let place = 0; place < count; place++) places[items[place]] = 0;
      scores.fill(0, 0, count);
      byVoice.fill(0, 0, count * this.voices);
      count = 0;
      filled = undefined;
    }
  }

  /** Only within `rank`. @param amount what is said for the item, below 0 against it; @param voice 0…voices−1. */
  add(item: number, amount: number, voice: number): void {
    let place = places[item] - 1;
    if (place < 0) place = this.#newPlace(item);
    scores[place] += amount;
    byVoice[place * this.voices + voice] += amount;
  }

  #newPlace(item: number): number {
    if (filled !== this) throw new Error('the board is not being filled');
    if (count === items.length) makeRoom(2 * count, this.voices);
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
    const { voices } = this;
    const kept = Math.min(KEPT_VOICES, voices);
    const latest = new Float32Array(found.items.length * kept);
    const loudest = found.items.map((item, i) => {
      const first = (places[item] - 1) * voices;
      for (let age = 0; age < kept; age++) latest[i * kept + age] = Math.max(0, byVoice[first + age]);
      let most = 0;
      for (let voice = 1; voice < voices; voice++) if (byVoice[first + voice] > byVoice[first + most]) most = voice;
      return most;
    });
    return {
      ...found,
      because: (place) => positions[loudest[place]],
      voice: (place, age) => (age < kept ? latest[place * kept + age] : 0),
    };
  }
}

/** The lists hold so many items from then on, of so many voices each. */
function makeRoom(room: number, voices: number): void {
  if (room > items.length) {
    items = copied(items, new Int32Array(room));
    scores = copied(scores, new Float64Array(room));
  }
  if (room * voices > byVoice.length) byVoice = copied(byVoice, new Float32Array(room * voices));
}

function copied<TList extends { set(list: TList): void }>(list: TList, larger: TList): TList {
  larger.set(list);
  return larger;
}
