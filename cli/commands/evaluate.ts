import { readFileSync, writeFileSync } from 'node:fs';
import type { SourceName } from '../../src/contract/recommendation.ts';
import { createFunnel } from '../../src/engine/funnel.ts';
import { createPackSources } from '../../src/engine/pack-sources.ts';
import { type EvaluateOptions, type Evaluation, evaluate } from '../../src/evaluation/evaluate.ts';
import type { Cases } from '../../src/evaluation/interaction-log.ts';
import { arrangeFor, productsMetBy } from '../../src/evaluation/relabel.ts';
import { leaveOneOut, type Split, sessionSplit, timeSplit } from '../../src/evaluation/splits.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { readPack, writePack } from '../../src/pack/pack-file.ts';
import { type ReadLog, readLog } from '../log/read-log.ts';
import { createProgress, type Progress } from '../progress.ts';
import { fitPack } from '../recipe/fit-pack.ts';
import { Contexts, funnelRanker, type Seen } from '../recipe/ranker.ts';
import { choice, columns, date, readArguments, required, sources, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';

const PROTOCOLS = ['leave-one-out', 'session', 'time-split'] as const;
type Protocol = (typeof PROTOCOLS)[number];

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'measures how well it ranks, over the full catalogue, with plain baselines beside it',
  help: ``,
  async run(args) {
    const values = readArguments(args, {
      data: { type: 'string' },
      protocol: { type: 'string' },
      model: { type: 'string', default: 'fused' },
      pack: { type: 'string' },
      cut: { type: 'string' },
      seen: { type: 'string' },
      columns: { type: 'string' },
      'min-shoppers': { type: 'string', default: '1' },
      lists: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const progress = createProgress();
    const data = required('data', values.data);
    const read = readLog(data, { columns: columns(values.columns), sessions: values.protocol === 'session' });
    for (const line of read.report.lines()) process.stderr.write(`${line}\n`);
    const protocol = choice('protocol', values.protocol ?? (read.test ? 'session' : 'leave-one-out'), PROTOCOLS);
    const seen = choice('seen', values.seen ?? (protocol === 'session' ? 'include' : 'exclude'), [
      'exclude',
      'include',
    ]);
    const minShoppers = wholeNumber('min-shoppers', values['min-shoppers'], 1);
    const asked = sources(values.model);

    const split = splitBy(protocol, read, date('cut', values.cut));
    const given = values.pack === undefined ? undefined : readPack(new Uint8Array(readFileSync(values.pack)));
    const packIds = given?.productIds ?? productsMetBy(minShoppers, split.final.train);
    const arranged = arrangeFor(packIds, split);
    const fitted =
      given ??
      (await fitPack(
        arranged,
        {
          items: packIds.length,
          minShoppers,
          unit: protocol === 'session' ? 'session' : 'visitor',
          sources: asked,
          tuning: { objective: protocol === 'session' ? 'ndcg@20' : 'ndcg@10', seen, cases: 3000 },
          created: new Date(),
        },
        progress,
      ));
    const bytes = writePack(fitted);
    const pack = readPack(bytes);
    const evaluation = await evaluatePack(pack, asked, arranged.final.cases, seen, progress, {});
    process.stdout.write(
      `${JSON.stringify({ bytes: bytes.length, weights: pack.manifest.weights, options: Object.fromEntries(Object.entries(pack.sections).map(([n, s]) => [n, s.options])), ...evaluation }, null, 1)}\n`,
    );
  },
};

function splitBy(protocol: Protocol, { log, test }: ReadLog, cut: number | undefined): Split {
  if (protocol === 'leave-one-out') return leaveOneOut(log);
  if (protocol === 'session') return sessionSplit(log, test);
  return timeSplit(log, cut);
}

async function evaluatePack(
  pack: Pack,
  names: readonly SourceName[],
  cases: Cases,
  seen: Seen,
  progress: Progress,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const weights = Object.fromEntries(
    names.map((name) => [name, names.length === 1 ? 1 : (pack.manifest.weights[name] ?? 0)]),
  );
  const ranker = funnelRanker(
    createFunnel({ sources: createPackSources(pack), weights }),
    new Contexts(cases.log.productIds.length, seen),
  );
  return progress.stage('evaluate', (step) => evaluate(ranker, cases, { ...options, onProgress: step }));
}
