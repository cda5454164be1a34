import type { RankingQuality } from './model.ts';

/** Sums up rankings of single targets. */
export class RankingTally {
  #total = 0;
  #recall = 0;
  #ndcg = 0;
  #loss = 0;

  /**
   * @param scores logits of all items by row; row 0 is ignored. [items + 1]
   * @param history items that are not ranked, unless the target is one of them
   */
  add(scores: Float32Array, target: number, history: Int32Array, weight = 1): void {
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
    this.#total += weight;
    this.#loss += weight * (largest + Math.log(total) - own);
    if (rank < 10) {
      this.#recall += weight;
      this.#ndcg += weight / Math.log2(rank + 2);
    }
  }

  result(): RankingQuality {
    const total = this.#total || 1;
    return { recall10: this.#recall / total, ndcg10: this.#ndcg / total, loss: this.#loss / total };
  }
}
