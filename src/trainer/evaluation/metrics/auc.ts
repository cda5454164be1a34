import type { RankedList } from './ranking.ts';

/**
 * Chance that a wanted one scores above an unwanted one, equal scores counting half: area under the ROC curve, by the
 * rank sum (Mann & Whitney 1947; Hanley & McNeil 1982).
 * @param labels 1 wanted, 0 not, parallel to `scores`
 * @returns NaN where there is only one kind
 */
export function auc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let wanted = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && scores[order[end]] === scores[order[start]]) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) {
      if (labels[order[i]] === 0) continue;
      wanted++;
      rankSum += rank;
    }
    start = end;
  }
  const unwanted = order.length - wanted;
  return wanted === 0 || unwanted === 0 ? Number.NaN : (rankSum - (wanted * (wanted + 1)) / 2) / (wanted * unwanted);
}

export interface GroupedAuc {
  /** Mean of the groups' AUC, weighed by their sizes. */
  gauc: number;
  /** AUC and size of each group that has both kinds. */
  groups: { auc: number; size: number }[];
}

/**
 * AUC within each visitor, averaged with the number of impressions as weights (GAUC: Zhu et al., "Optimized cost per
 * click in Taobao display advertising", 2017; Zhou et al., "Deep interest network", 2018). A visitor with only one kind
 * of label has no AUC and is left out.
 * @param visitors of each impression, parallel
 */
export function groupedAuc(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  visitors: ArrayLike<number>,
): GroupedAuc {
  const members = new Map<number, number[]>();
  for (let i = 0; i < scores.length; i++) {
    const own = members.get(visitors[i]);
    if (own === undefined) members.set(visitors[i], [i]);
    else own.push(i);
  }
  const groups = [...members.values()]
    .map((own) => ({
      auc: auc(
        own.map((i) => scores[i]),
        own.map((i) => labels[i]),
      ),
      size: own.length,
    }))
    .filter((group) => !Number.isNaN(group.auc));
  const size = groups.reduce((sum, group) => sum + group.size, 0);
  return { gauc: groups.reduce((sum, group) => sum + group.auc * group.size, 0) / size, groups };
}

/**
 * AUC of one wanted item against all others that could have been shown, from a ranking: what the ranker has no score for
 * ties below what it has.
 * @param rivals the items it is compared with: all that may be shown, without the target and the history
 * @param isRival whether an item of the list is one of them; the target is not
 */
export function rankingAuc(
  target: number,
  { items, scores }: RankedList,
  rivals: number,
  isRival: (item: number) => boolean,
): number {
  const place = items.indexOf(target);
  let above = 0;
  let equal = 0;
  let listed = 0;
  for (let i = 0; i < items.length; i++) {
    if (!isRival(items[i])) continue;
    listed++;
    if (place < 0 || scores[i] > scores[place]) above++;
    else if (scores[i] === scores[place]) equal++;
  }
  if (place < 0) equal = rivals - listed;
  return (rivals - above - equal / 2) / rivals;
}
