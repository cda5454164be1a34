/** How well scores tell members from others. */
export interface Membership {
  /** Chance that a member has the higher score; of equal ones, half. */
  auc: number;
  /** Share of the members found where 1 % of the others are taken for members. */
  'tpr at 1 % fpr': number;
}

/** Share of the others that may be taken for members. */
const FALSE_ALARMS = 0.01;

/** @param members whether each score is a member's */
export function membershipOf(scores: readonly number[], members: readonly boolean[]): Membership {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const [inside, outside] = [members.filter(Boolean).length, members.filter((one) => !one).length];
  let [found, alarms, area, rate] = [0, 0, 0, 0];
  for (let at = 0; at < order.length; ) {
    // Equal scores cannot be told apart: between their two ends lie only guesses, on a straight line.
    const [foundBefore, alarmsBefore] = [found, alarms];
    const score = scores[order[at]];
    for (; at < order.length && scores[order[at]] === score; at++) {
      if (members[order[at]]) found++;
      else alarms++;
    }
    area += (alarms - alarmsBefore) * ((found + foundBefore) / 2);
    const allowed = FALSE_ALARMS * outside;
    if (alarms <= allowed) rate = found;
    else if (alarmsBefore < allowed) {
      rate = foundBefore + ((found - foundBefore) * (allowed - alarmsBefore)) / (alarms - alarmsBefore);
    }
  }
  return { auc: area / (inside * outside), 'tpr at 1 % fpr': rate / inside };
}
