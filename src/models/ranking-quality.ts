import type { RankingQuality } from './model.ts';

/** Sums up rankings of single targets. */
export class RankingTally {
  #count = 0;
  #recall = 0;
  #ndcg = 0;
  #loss = 0;

  /**
   * @param scores logits of all items by row; row 0 is ignored. [items + 1]
   * @param history items that are not ranked, unless the target is one of them
   */
  add(scores: Float32Array, target: number, history: Int32Array): void {
    const own = scores[target];
    let largest = Number.NEGATIVE_INFINITY;
    let above = 0; // ties and numbers that are none count against us
    for (let item = 1; item < scores.length; item++) {
      if (!(scores[item] < own)) above++;
      if (scores[item] > largest) largest = scores[item];
    }
    let total = 0;
    for (let item = 1; item < scores.length; item++) total += Math.exp(scores[item] - largest);
    for (const item of new Set(history)) if (item !== target && item !== 0 && !(scores[item] < own)) above--;
    const rank = above - 1; // from 0
    this.#count++;
    this.#loss += largest + Math.log(total) - own;
    if (rank < 10) {
      this.#recall++;
      this.#ndcg += 1 / Math.log2(rank + 2);
    }
  }

  result(): RankingQuality {
    const count = Math.max(1, this.#count);
    return { recall10: this.#recall / count, ndcg10: this.#ndcg / count, loss: this.#loss / count };
  }
}
