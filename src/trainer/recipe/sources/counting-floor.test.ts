import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../../evaluation/evaluate.ts';
import { sampleCases } from '../../evaluation/interaction-log.ts';
import { leaveOneOut } from '../../evaluation/splits.ts';
import { readLog } from '../../node/read-log.ts';
import { baselines } from '../baselines.ts';
import { Contexts, everyRow } from '../ranker/ranker.ts';

const DATA = process.env.VITRINE_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data');
const BEAUTY = resolve(DATA, 'seq-s3rec/Beauty.txt');

/**
 * On Amazon Beauty (leave-one-out, full ranking) plain counting without any tuning reaches Recall@10 .087 and NDCG@10
 * .054 over all shoppers; a sample of 4,000 is asked here, so the bounds leave room for its noise.
 */
test.skipIf(!existsSync(BEAUTY))(
  'counting does not fall on real data (skipped where Amazon Beauty is not there)',
  async () => {
    const { train, cases } = leaveOneOut((await readLog(BEAUTY)).log).final;
    const items = train.productIds.length;
    const contexts = new Contexts(everyRow(items), 'exclude');
    const plain = baselines({ train, cases }, { items, minShoppers: 1, unit: 'visitor' }, contexts);
    const asked = sampleCases(cases, 4000);
    const { metrics } = await evaluate(plain['rules+knn'], asked);
    expect(metrics['recall@10']).toBeGreaterThan(0.079);
    expect(metrics['ndcg@10']).toBeGreaterThan(0.049);
    const { metrics: markov } = await evaluate(plain.markov, asked);
    expect(metrics['ndcg@10']).toBeGreaterThan(markov['ndcg@10']);
  },
  60_000,
);
