import type { Sequences } from '../../../contract/sequences.ts';
import type { NamedTensors } from '../../../contract/tensors.ts';
import { sampleReplay } from '../../../engine/fine-tuning/sample-replay.ts';
import { readTrainOptions } from '../../../engine/fine-tuning/train-options.ts';
import type { PackFile } from '../../../engine/intake/read-pack-file.ts';
import { models } from '../../../learning/models/index.ts';
import type { RankingQuality } from '../../../learning/models/model.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';
import { fineTune } from '../../../learning/worker/fine-tune.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { serveLists } from '../../serve-lists.ts';

/** The model that a page fine-tunes. */
const MODEL = 'attention';
/** Share of a history, its newest part, that is asked for after the page has trained on the rest. */
const ASKED = 0.2;

/** One visitor: how their newest interactions are ranked for by the pack's weights, and by those that serve afterwards. */
export interface FineTunedVisitor {
  /** Interactions that were asked for. */
  questions: number;
  adopted: boolean;
  before: RankingQuality;
  after: RankingQuality;
}

/**
 * Fine-tuning as the page does it, with its guard and its options, for visitors one by one: each is fine-tuned on the
 * older part of their history, and asked for the newer, every interaction from all before it.
 * @param histories products of the pack by row, oldest first; of visitors that the pack was not trained on
 * @throws VitrineError `bad-options` where the pack has no attention model; `no-backend`, `diverged`
 */
export async function measureFineTuning(
  file: PackFile,
  histories: readonly Int32Array[],
  run: RunContext,
): Promise<FineTunedVisitor[]> {
  const serving = serveLists();
  await serving.takePack(file);
  const replay = sampleReplay(serving.windows);
  const weights = serving.attention!.weights();
  const { options } = file.pack.sections[MODEL];
  const model = models.find(({ name }) => name === MODEL)!.create(options);
  const measured = (tensors: NamedTensors, questions: Questions): Promise<RankingQuality> => {
    model.adopt(tensors);
    return model.measure(questions.histories, questions.targets);
  };
  try {
    return await run.compute.lend(({ backend }) =>
      runStep(run, 'fine-tune', async (step) => {
        const visitors: FineTunedVisitor[] = [];
        for (const [i, history] of histories.entries()) {
          const known = history.length - Math.ceil(history.length * ASKED);
          const questions = questionsFrom(history, known);
          const own = joinSequences([history.subarray(0, known)]);
          const visitor = { call: '', model: MODEL, options, weights, own, replay, seed: run.seed };
          const request = { ...visitor, ...readTrainOptions(undefined) };
          const { adopted, weights: tuned } = await fineTune(request, backend, run.signal, () => undefined);
          const before = await measured(weights, questions);
          const after = adopted ? await measured({ ...weights, ...tuned }, questions) : before;
          visitors.push({ questions: history.length - known, adopted, before, after });
          await step(i + 1, histories.length);
        }
        return visitors;
      }),
    );
  } finally {
    model.dispose();
  }
}

interface Questions {
  histories: Sequences;
  targets: Int32Array;
}

/** Every interaction from `known` on, after all before it. */
function questionsFrom(history: Int32Array, known: number): Questions {
  const asked = Array.from({ length: history.length - known }, (_, i) => known + i);
  return {
    histories: joinSequences(asked.map((at) => history.subarray(0, at))),
    targets: Int32Array.from(asked, (at) => history[at]),
  };
}
