import { renameSync, writeFileSync } from 'node:fs';
import { writeSafetensors } from '../../src/pack/safetensors.ts';
import { arrangeFor, productsMetBy } from '../../src/trainer/evaluation/relabel.ts';
import { leaveOneOut } from '../../src/trainer/evaluation/splits.ts';
import { logHeader, logLines } from '../../src/trainer/log/write-log.ts';
import { conditionsFor, interestsOf } from '../../src/trainer/recipe/behaviour/interests.ts';
import { makeVisits } from '../../src/trainer/recipe/behaviour/make-visits.ts';
import { reportOn, type SynthesisReport } from '../../src/trainer/recipe/behaviour/synthesis-report.ts';
import { part, trainSynthesis } from '../../src/trainer/recipe/behaviour/train-synthesis.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { openTensorRuntime } from '../../src/trainer/tensor-runtime.ts';
import { interruptible } from '../interrupt.ts';
import { createProgress } from '../progress.ts';
import { LOG_HELP, LOG_OPTIONS, logHints, numberIn, readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readLogAloud, readProductsAloud, tell } from './data.ts';

const HELP = `vitrine synthesize --events LOG --out FILE [options]

Writes a log of shoppers who never were, that a shop can share where its own may not be: a generator is trained on the
log, and makes visits. Sessions are as long, products as popular, and go together as in the log; no line is anybody's. A
tenth of the shoppers is kept back from the training, to tell when to stop and how often visits repeat each other by
chance. Stopped by Ctrl-C or killed, the same command goes on from the last checkpoint.

  --events LOG         a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line
  --out FILE           the log that is written: user,item,event, and ts (Unix seconds) where the log has times
  --shoppers N         how many are made; default as many as the log has
  --min-shoppers K     leave out products met by fewer shoppers; default 1
  --temperature T      0.5 to 1.5: lower keeps to what is likely, higher is more varied; default 1
  --products FEED      the shop's products, whose categories tell what visits are about; may be given again
  --interest CATEGORY  make only visits about this category: the narrowest one of most of their products; may be given
                       again. Needs --products
  --refine             train on against a discriminator, and keep that where it is nearer to the shoppers kept back
  --leave-out-asked    leave out each shopper's last two interactions, which vitrine evaluate asks about
  --epochs N           of the training at most; default 24
${LOG_HELP}
  --seed N             of all that is random; default 1
  --record FILE        write how near the log is, and what is needed to get it again
  --work FOLDER        where checkpoints lie; default .vitrine
`;

export const synthesizeCommand: Command = {
  name: 'synthesize',
  summary: 'writes a log of shoppers who never were, to be shared',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      events: { type: 'string' },
      out: { type: 'string' },
      shoppers: { type: 'string' },
      'min-shoppers': { type: 'string', default: '1' },
      temperature: { type: 'string', default: '1' },
      products: { type: 'string', multiple: true },
      interest: { type: 'string', multiple: true },
      refine: { type: 'boolean', default: false },
      'leave-out-asked': { type: 'boolean', default: false },
      epochs: { type: 'string', default: '24' },
      ...LOG_OPTIONS,
      seed: { type: 'string', default: '1' },
      record: { type: 'string' },
      work: { type: 'string', default: '.vitrine' },
    });
    const events = required('events', values.events);
    const out = required('out', values.out);
    const minShoppers = wholeNumber('min-shoppers', values['min-shoppers'], 1);
    const temperature = numberIn('temperature', values.temperature, 0.5, 1.5);
    const epochs = wholeNumber('epochs', values.epochs, 1);
    const seed = wholeNumber('seed', values.seed, 0);
    const asked = values.shoppers === undefined ? undefined : wholeNumber('shoppers', values.shoppers, 1);
    if ((values.products === undefined) !== (values.interest === undefined)) {
      throw wrong('Of --products and --interest one is missing.', 'Give both, or none.');
    }
    const { log: whole } = await readLogAloud(events, logHints(values));
    const log = values['leave-out-asked'] ? leaveOneOut(whole).final.train : whole;
    const kept = productsMetBy(minShoppers, log);
    if (kept.length === 0) throw wrong('No product is left.', 'Give a lower --min-shoppers, or a longer log.');
    const stage = { train: log, cases: { log, targets: new Int32Array(0), sequences: new Int32Array(0) } };
    const known = arrangeFor({ tuning: stage, final: stage }, kept, kept.length).final.train;
    const interests =
      values.products && interestsOf(known.sequences, (await readProductsAloud(values.products)).build(kept));
    const conditions = interests && conditionsFor(interests, values.interest ?? []);
    const count = asked ?? (conditions ?? log.shopperIds).length;

    const progress = createProgress();
    const compute = await openTensorRuntime();
    try {
      await interruptible(values.work, async (signal) => {
        const synthesis = await trainSynthesis(
          known,
          {
            seed,
            folder: values.work,
            signal,
            settings: { epochs },
            refine: values.refine,
            ...(interests && { interests }),
          },
          progress,
        );
        const visits = await progress.stage('make visits', (step) =>
          makeVisits(
            synthesis.behaviour,
            count,
            { temperature, seed, signal, ...(conditions && { conditions }) },
            step,
          ),
        );
        const lines = visits.map(({ items, names, times }, i) =>
          logLines(
            `virtual-${i + 1}`,
            Array.from(items, (item) => known.productIds[item - 1]),
            names,
            times,
          ),
        );
        // Old or new, never half.
        writeFileSync(`${out}.new`, logHeader(visits[0].times !== null) + lines.join(''));
        renameSync(`${out}.new`, out);
        const wanted = values.interest ?? [];
        const like =
          interests && part(known, (sequence) => wanted.includes(interests.names[interests.ofSequence[sequence]]));
        const report = reportOn(synthesis, visits, seed, like);
        tell(`${out}: ${visits.length} shoppers`);
        tellReport(report);
        if (values.record === undefined) return;
        record(values.record, {
          command: `vitrine synthesize ${args.join(' ')}`,
          data: events,
          protocol: 'synthetic log against the log that taught it',
          model: 'behaviour generator',
          seed,
          temperature,
          shoppers: visits.length,
          metrics: metricsOf(report),
          ...(synthesis.phases && { phases: synthesis.phases }),
          bytes: writeSafetensors({ metadata: {}, tensors: synthesis.behaviour.section.tensors }).length,
        });
      });
    } finally {
      compute.close();
    }
  },
};

function tellReport({ distances, halves, copies }: SynthesisReport): void {
  for (const name of ['lengths', 'popularity', 'transitions'] as const) {
    tell(`  ${name}: ${distances[name].toFixed(3)} from the log (two halves of the log: ${halves[name].toFixed(3)})`);
  }
  const { synthetic, held } = copies;
  tell(
    `  sessions of 5 or more that stand in the log: ${synthetic.copies} of ${synthetic.sessions}; of shoppers kept back: ` +
      `${held.copies} of ${held.sessions}`,
  );
}

function metricsOf({ distances, halves, copies }: SynthesisReport): Record<string, number> {
  const named = (suffix: string, values: object) =>
    Object.entries(values).map(([name, value]) => [`${name}${suffix}`, Number(value.toFixed(4))]);
  return Object.fromEntries([
    ...named('', distances),
    ...named(' of two halves', halves),
    ...named(' of 5 or more, synthetic', copies.synthetic),
    ...named(' of 5 or more, kept back', copies.held),
  ]);
}
