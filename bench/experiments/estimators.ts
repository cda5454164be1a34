import { type Estimated, type LoggedList, replay } from '../../src/trainer/evaluation/replay.ts';
import { randomOf } from '../harness/random.ts';

const PRODUCTS = 20;
const CONTEXTS = 8;
/** How likely each place is looked at. */
const LOOKED_AT = [1, 0.7, 0.5, 0.35];
/** Share of lists that are drawn at random. */
const DRAWN = 0.3;
const LISTS_BY_VISITOR = 2;

/** A shop of which all is known: how each kind of visitor likes each product, and two rankings that know a part of it. */
function knownShop(seed: number) {
  const random = randomOf(seed);
  const attraction = Array.from({ length: CONTEXTS }, () =>
    Array.from({ length: PRODUCTS }, () => 0.05 + 0.5 * random.uniform() ** 3),
  );
  const ranking = (noise: number): number[][] =>
    attraction.map((likes) => {
      const seen = likes.map((like) => like + noise * random.normal());
      return seen.map((_, product) => product).sort((a, b) => seen[b] - seen[a]);
    });
  return { random, attraction, inUse: ranking(0.3), other: ranking(0.1) };
}

/** Whether each estimator's 95 % interval holds what the other ranking truly brings: shares of the runs. */
export function estimatorCoverage({ runs, lists, seed }: { runs: number; lists: number; seed: number }) {
  const { random, attraction, inUse, other } = knownShop(seed);
  const trueValue = (rankings: readonly (readonly number[])[]): number =>
    attraction.reduce(
      (sum, likes, context) =>
        sum +
        LOOKED_AT.reduce((value, looked, place) => value + looked * likes[rankings[context][place]], 0) / CONTEXTS,
      0,
    );
  const truth = trueValue(other);
  const names = ['ips', 'snips', 'doublyRobust'] as const;
  const found = Object.fromEntries(names.map((name) => [name, { held: 0, interval: 0, bias: 0 }]));
  let weight = 0;
  for (let run = 0; run < runs; run++) {
    const log = Array.from({ length: lists }, (_, i) => drawList(i));
    const replayed = replay(log);
    weight += Number(holds(replayed.weight, 1));
    for (const name of names) {
      const estimated = replayed[name];
      found[name].held += Number(holds(estimated, truth)) / runs;
      found[name].interval += estimated.interval / runs;
      found[name].bias += (estimated.mean - truth) / runs;
    }
  }
  return {
    runs,
    lists,
    seed,
    truth,
    inUse: { ranking: trueValue(inUse), drawn: DRAWN },
    weightsHeld: weight / runs,
    estimators: found,
  };

  function drawList(i: number): LoggedList {
    const context = Math.floor(random.uniform() * CONTEXTS);
    const ranking = random.uniform() < DRAWN ? shuffled() : inUse[context];
    return {
      visitor: `${Math.floor(i / LISTS_BY_VISITOR)}`,
      context: `${context}`,
      places: LOOKED_AT.map((looked, place) => {
        const product = ranking[place];
        return {
          product: `${product}`,
          propensity: DRAWN / PRODUCTS + (inUse[context][place] === product ? 1 - DRAWN : 0),
          reward: Number(random.uniform() < looked * attraction[context][product]),
        };
      }),
      target: LOOKED_AT.map((_, place) => `${other[context][place]}`),
    };
  }

  function shuffled(): number[] {
    const order = Array.from({ length: PRODUCTS }, (_, product) => product);
    for (let i = PRODUCTS - 1; i > 0; i--) {
      const j = Math.floor(random.uniform() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

const holds = ({ mean, interval }: Estimated, truth: number): boolean => Math.abs(mean - truth) <= interval;
