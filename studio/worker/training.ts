import type { Feed } from '../../src/catalogue/catalogue.ts';
import { joinSequences, listsOf } from '../../src/learning/training/sequences.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import { FITS } from '../../src/trainer/fit/registry.ts';
import { type Given, type Options, resolveOptions } from '../../src/trainer/options/option.ts';
import { settableOptions } from '../../src/trainer/recipe/source-settings.ts';
import { evaluateRanking } from '../../src/trainer/tasks/evaluate-ranking.ts';
import { TRAIN_OPTIONS, trainPack } from '../../src/trainer/tasks/train-pack.ts';
import type { Comparison, MeasuredRanking, TrainingChoice } from '../workbench.ts';
import { exposureOf } from './exposure.ts';
import { inContext, type RunPlace } from './run-place.ts';

export interface RunInput {
  log: InteractionLog;
  products: Feed | undefined;
}

/** The training's own table of options, and what can be set of each section. */
export function trainingOptions(): { options: Options; settings: Record<string, Readonly<Record<string, unknown>>> } {
  return {
    options: TRAIN_OPTIONS,
    settings: Object.fromEntries(FITS.map((fit) => [fit.section, settableOptions(fit)])),
  };
}

/** @returns the pack, and what it tells about shoppers and leaves out, in words for a person */
export function train(
  input: RunInput,
  choice: TrainingChoice,
  place: RunPlace,
): Promise<{ pack: Uint8Array<ArrayBuffer>; tells: readonly string[] }> {
  return inContext(place, async (run) => {
    const { pack, report } = await trainPack(input, choice as Given<typeof TRAIN_OPTIONS>, run);
    return { pack, tells: report.tells };
  });
}

/** Trains on some shoppers' interactions but the last of each, and asks for that. */
export async function compare(
  { log, products }: RunInput,
  choice: TrainingChoice,
  shoppers: number,
  place: RunPlace,
): Promise<Comparison> {
  // The defaults are those of a training, so that the same is measured as is trained; a budget of bytes chooses by what a pack weighs.
  const {
    until: _until,
    atMost: _atMost,
    unit,
    ...own
  } = resolveOptions(TRAIN_OPTIONS, choice as Given<typeof TRAIN_OPTIONS>);
  const protocol = unit === 'session' ? 'session' : 'leave-one-out';
  const measured = { log: someOf(log, shoppers) };
  const { report, runs } = await inContext(place, (run) =>
    evaluateRanking({ measured, products }, { ...own, protocol }, run),
  );
  const [{ cases, served, baselines }] = runs;
  const rankings = (kind: MeasuredRanking['kind'], by: Record<string, Record<string, number>>): MeasuredRanking[] =>
    Object.entries(by).map(([name, metrics]) => ({ name, kind, metrics }));
  return {
    cases: cases.targets.length,
    rankings: [
      { name: 'pack', kind: 'pack', metrics: report.metrics },
      ...rankings('source', report.singles),
      ...rankings('baseline', report.baselines),
    ],
    intervals: report.intervals,
    exposure: exposureOf(measured.log, cases.log.productIds.length, { pack: served, ...baselines }),
  };
}

/** So many sequences, evenly spread over the log; products that nobody of them met stay known. */
function someOf(log: InteractionLog, most: number): InteractionLog {
  const lists = listsOf(log.sequences);
  if (lists.length <= most) return log;
  const chosen = Array.from({ length: most }, (_, i) => Math.floor((i * lists.length) / most));
  const places = chosen.flatMap((at) =>
    Array.from({ length: lists[at].length }, (_, i) => log.sequences.offsets[at] + i),
  );
  return {
    ...log,
    sequences: joinSequences(chosen.map((at) => lists[at])),
    shoppers: Int32Array.from(chosen, (at) => log.shoppers[at]),
    times: log.times && Float64Array.from(places, (place) => log.times![place]),
    names: log.names && places.map((place) => log.names![place]),
  };
}
