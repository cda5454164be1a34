import type { NamedTensors } from '../../contract/tensors.ts';
import type { Examination } from '../../learning/generators/adversarial/game.ts';
import { readDescriberFile, writeDescriberFile } from '../../learning/generators/describer/describer-file.ts';
import { type DescriberData, describerContent } from '../../learning/generators/describer/fit-describer.ts';
import type { LanguageOptions } from '../../learning/generators/describer/language-net.ts';
import { LANGUAGE_REFINEMENT, refineLanguage } from '../../learning/generators/describer/refine-language.ts';
import { cleanText } from '../../learning/generators/describer/words.ts';
import { copyOf } from '../../learning/training/named-tensors.ts';
import { textQuality, textTokens } from '../evaluation/metrics/text.ts';
import { type RunContext, runStep } from '../run-context.ts';

/** Both metrics of what a net writes alone, each 0…1. */
export type Written = Record<'bleu4' | 'rougeL', number>;

/** What was written of held-out products, after each phase. */
export interface Phases {
  likelihood: Written;
  adversarial: Written;
}

/** Held-out products that an epoch of the adversarial phase is judged by. */
const EXAMINED = 400;

/** The net after its adversarial phase, where that brought what it writes nearer to the held-out texts. */
export async function refineDescriber(
  data: DescriberData,
  likely: NamedTensors,
  options: LanguageOptions,
  run: RunContext,
): Promise<{ weights: NamedTensors; phases: Phases }> {
  const asked = data.heldProducts.filter(({ description }) => description !== undefined).slice(0, EXAMINED);
  const wanted = asked.map(({ description = '', title }) => cleanText(description, title));
  const words = new Set(wanted.flatMap(textTokens));
  const moved = copyOf(likely);
  const written: Written[] = [];
  const examine = async (): Promise<Examination<null>> => {
    const file = writeDescriberFile(describerContent(data, moved, options), {});
    const describer = await readDescriberFile(file, { beams: 1, neighbours: 0 });
    const made = asked.map((product) => describer.describe(product).text);
    const quality = textQuality(made, wanted);
    written.push(quality);
    const said = new Set(made.flatMap(textTokens));
    return {
      quality: {
        distance: distanceOf(quality),
        diversity: new Set(made).size / new Set(wanted).size,
        coverage: [...words].filter((word) => said.has(word)).length / words.size,
      },
      samples: null,
    };
  };
  await examine();
  const [likelihood] = written;
  let best = Number.POSITIVE_INFINITY;
  const phases: Phases = { likelihood, adversarial: likelihood };
  await runStep(run, 'refine describer', async (step) => {
    const { seed, signal } = run;
    for await (const event of refineLanguage(moved, data.taught, examine, {
      ...LANGUAGE_REFINEMENT,
      seed,
      signal,
      language: options,
    })) {
      const { quality, collapsed } = event;
      if (quality && !collapsed && quality.distance < best) {
        best = quality.distance;
        phases.adversarial = written[written.length - 1];
      }
      await step(event.epoch * event.steps + event.step, event.epochs * event.steps, best);
    }
  });
  return { weights: best < distanceOf(likelihood) ? moved : likely, phases };
}

const distanceOf = ({ bleu4, rougeL }: Written): number => 1 - (bleu4 + rougeL) / 2;
