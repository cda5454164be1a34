import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { writeSafetensors } from '../../pack/safetensors.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { arrangeFor, productsMetBy } from '../evaluation/relabel.ts';
import { leaveOneOut } from '../evaluation/splits.ts';
import { logHeader, logLines } from '../log/write-log.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { makeVisits } from '../recipe/behaviour/make-visits.ts';
import { conditionsFor, sequenceInterests } from '../recipe/behaviour/sequence-interests.ts';
import { reportOn, type SynthesisReport } from '../recipe/behaviour/synthesis-report.ts';
import { part, type Synthesis, trainSynthesis } from '../recipe/behaviour/train-synthesis.ts';
import { type RunContext, runStep } from '../run-context.ts';

export const SYNTHESIZE_OPTIONS = {
  shoppers: { type: 'whole', least: 1, meaning: 'how many are made; default as many as the log has' },
  minShoppers: { type: 'whole', least: 1, default: 1, meaning: 'leave out products met by fewer shoppers' },
  temperature: {
    type: 'number',
    least: 0.5,
    most: 1.5,
    default: 1,
    meaning: 'lower keeps to what is likely, higher is more varied',
  },
  interest: {
    type: 'texts',
    value: 'CATEGORY',
    meaning:
      'make only visits about this category: the narrowest one of most of their products. Needs products, whose ' +
      'categories tell what visits are about',
  },
  refine: {
    type: 'flag',
    default: false,
    meaning: 'train on against a discriminator, and keep that where it is nearer to the held-out shoppers',
  },
  leaveOutAsked: {
    type: 'flag',
    default: false,
    meaning: "leave out each shopper's last two interactions, which vitrine evaluate asks about",
  },
  epochs: { type: 'whole', least: 1, default: 24, meaning: 'of the training at most' },
} as const satisfies Options;

export interface SynthesizedLog {
  /** A table with a header: user, item, event, and ts (Unix seconds) where the log has times. */
  csv: string;
  shoppers: number;
  report: SynthesisReport;
  /** Of the generator. */
  bytes: number;
  phases?: Synthesis['phases'];
}

/**
 * Makes a log of shoppers who never were, that a shop can share where its own may not be: a generator is trained on the log,
 * and makes visits. A tenth of the shoppers is held out of the training, to tell when to stop and how often visits repeat
 * each other by chance.
 * @param input the log, and the shop's products where visits are to be about some of their categories
 * @throws VitrineError `bad-options`, `nothing-to-train`, `aborted`, `no-backend`
 */
export async function synthesize(
  { log: whole, products }: { log: InteractionLog; products?: Feed | undefined },
  given: Given<typeof SYNTHESIZE_OPTIONS>,
  run: RunContext,
): Promise<SynthesizedLog> {
  const options = resolveOptions(SYNTHESIZE_OPTIONS, given);
  const { minShoppers, temperature, refine, epochs } = options;
  const wanted = options.interest ?? [];
  if ((products === undefined) !== (wanted.length === 0)) {
    throw wrong('Of the products and the interest one is missing.', 'Give both, or none.');
  }
  const log = options.leaveOutAsked ? leaveOneOut(whole).final.train : whole;
  const kept = productsMetBy(minShoppers, log);
  if (kept.length === 0) throw wrong('No product is left.', 'Give a lower minimum of shoppers, or a longer log.');
  const stage = { train: log, cases: { log, targets: new Int32Array(0), sequences: new Int32Array(0) } };
  const known = arrangeFor({ tuning: stage, final: stage }, kept, kept.length).final.train;
  const interests = products && sequenceInterests(known.sequences, new Catalogue(products, TextTable.of(kept)));
  const conditions = interests && conditionsFor(interests, wanted);
  const count = options.shoppers ?? (conditions ?? log.shopperIds).length;

  const { synthesis, visits } = await run.compute.lend(async () => {
    const training = { settings: { epochs }, refine, ...(interests && { interests }) };
    const synthesis = await trainSynthesis(known, training, run);
    const making = { temperature, seed: run.seed, signal: run.signal, ...(conditions && { conditions }) };
    const visits = await runStep(run, 'make visits', (step) => makeVisits(synthesis.behaviour, count, making, step));
    return { synthesis, visits };
  });
  const lines = visits.map(({ items, names, times }, i) =>
    logLines(
      `virtual-${i + 1}`,
      Array.from(items, (item) => known.productIds[item - 1]),
      names,
      times,
    ),
  );
  const like = interests && part(known, (sequence) => wanted.includes(interests.names[interests.ofSequence[sequence]]));
  return {
    csv: logHeader(visits[0].times !== null) + lines.join(''),
    shoppers: visits.length,
    report: reportOn(synthesis, visits, run.seed, like),
    bytes: writeSafetensors({ metadata: {}, tensors: synthesis.behaviour.section.tensors }).length,
    ...(synthesis.phases && { phases: synthesis.phases }),
  };
}

function wrong(message: string, remedy: string): VitrineError {
  return new VitrineError('bad-options', message, { remedy });
}
