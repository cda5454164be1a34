import { expect, test } from 'vitest';
import { Random } from '../../learning/training/random.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { reportSteps } from '../progress.ts';
import { MemoryFolder } from '../run-folder.ts';
import { testRun } from '../testing/run.ts';
import { federate } from './federate.ts';

const PRODUCTS = 12;
const SHOPPERS = 130;
const random = new Random(3);
/** Everyone goes around the same ring, some of them with a step aside. */
const walks = Array.from({ length: SHOPPERS }, () => {
  const start = random.below(PRODUCTS);
  return Array.from({ length: 8 }, (_, i) =>
    random.unit() < 0.2 ? 1 + random.below(PRODUCTS) : 1 + ((start + i) % PRODUCTS),
  );
});
const log: InteractionLog = {
  productIds: Array.from({ length: PRODUCTS }, (_, i) => `p${i + 1}`),
  shopperIds: walks.map((_, i) => `shopper ${i}`),
  sequences: joinSequences(walks),
  shoppers: Int32Array.from(walks.keys()),
  times: null,
  names: null,
};
/** Both runs start from the same pack, which is trained once. */
const folder = new MemoryFolder();
const settings = { shoppers: 20, packShoppers: 60, rounds: 2, epsilons: [2, 1_000_000], attacked: 10 };

test('a simulation tells the curve, the sum of real messages, and who could be told apart', async () => {
  const report = await federate({ log }, settings, testRun({ folder }));
  expect(report.curve.map(({ epsilon }) => epsilon)).toEqual([2, 1_000_000, null]);
  const [most, some, none] = report.curve.map(({ noiseMultiplier }) => noiseMultiplier);
  expect(most).toBeGreaterThan(some);
  expect(none).toBe(0);
  expect(report.questions.participants).toBe(20);
  for (const { quality } of report.curve) {
    for (const value of Object.values(quality)) expect(value >= 0 && value <= 1).toBe(true);
  }
  expect(report.aggregation).toMatchObject({ clients: 20, droppedOut: 6, wrong: 0 });
  expect(report.aggregation.summed).toBe(16);
  const membership = report.membership!;
  expect(Object.keys(membership)).toEqual(['the sum of one round', 'the sums of all rounds', 'the trained model']);
  // At this ε there is no noise to speak of: an attacker who computes the updates tells who is in sums of twenty.
  expect(membership['the sums of all rounds'].auc).toBeGreaterThan(0.55);
}, 300_000);

test('a run that was stopped goes on where it was, and ends', async () => {
  const short = { ...settings, epsilons: [200], attacked: 0 };
  const controller = new AbortController();
  const begun: number[] = [];
  const listen = (until: number) =>
    reportSteps(({ path, done, ended }) => {
      if (ended || !path.at(-1)!.startsWith('federate with noise 0.0')) return;
      begun.push(done);
      if (done === until) controller.abort();
    });
  const inSecondRound = settings.shoppers + 3;
  const stopped = federate(
    { log },
    short,
    testRun({ folder, progress: listen(inSecondRound), signal: controller.signal }),
  );
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  begun.length = 0;
  const report = await federate({ log }, short, testRun({ folder, progress: listen(Number.POSITIVE_INFINITY) }));
  // The first round with noise is not computed again.
  expect(begun.find((done) => done > 0)).toBe(settings.shoppers);
  expect(report.curve).toHaveLength(2);
  expect(report.membership).toBeUndefined();
}, 300_000);

test.each([
  [{ ...settings, packShoppers: 120 }, 'Only'],
  [{ ...settings, attacked: 11 }, 'attack'],
  [{ ...settings, epsilons: [0] }, 'epsilons'],
])('%o is refused', async (wrong, named) => {
  await expect(federate({ log }, wrong, testRun())).rejects.toMatchObject({
    code: 'bad-options',
    message: expect.stringContaining(named),
  });
});
