import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import { writeDescriberFile } from '../../learning/generators/describer/describer-file.ts';
import { FACT_RULES } from '../../learning/generators/describer/fact-words.ts';
import { DESCRIBER_TRAINING, describerData } from '../../learning/generators/describer/fit-describer.ts';
import type { Phases } from '../describer/refine-describer.ts';
import { type DescriberCurve, trainDescriberNet } from '../describer/train-describer-net.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import type { RunContext } from '../run-context.ts';

export const DESCRIBER_OPTIONS = {
  facts: {
    type: 'choice',
    values: FACT_RULES,
    default: 'sold-by',
    meaning:
      'what a text must not invent. sold-by: brand, colour, size, measures and price, so that texts may say "2 pockets" or ' +
      '"synthetic upper" as those of such products do; strict: any number and material too',
  },
  epochs: { type: 'whole', least: 1, default: 20, meaning: 'at most' },
  width: {
    type: 'whole',
    least: 8,
    default: DESCRIBER_TRAINING.width,
    meaning: "numbers in a token's vector, a multiple of 8",
  },
  blocks: { type: 'whole', least: 1, default: DESCRIBER_TRAINING.blocks, meaning: 'attention layers' },
  refine: {
    type: 'flag',
    default: false,
    meaning:
      'go on against a discriminator that distinguishes real words from drawn ones; the result is kept only where it writes ' +
      'held-out texts better, and both figures are reported',
  },
} as const satisfies Options;

export interface DescriberInput {
  /** Products with a description. */
  products: readonly Product[];
  /** Products whose texts tell when to stop. Default: a tenth of the texts. */
  held?: readonly Product[] | undefined;
}

export interface DescriberReport {
  /** Texts learned from, held out, and left out since they say too little; words and phrases of the vocabulary. */
  texts: { taught: number; held: number; leftOut: number; vocabulary: number };
  /** `heldLoss`: cross-entropy of held-out texts, nats a token; absent where none was examined. */
  metrics: Record<string, number>;
  parameters: number;
  curve: readonly DescriberCurve[];
  /** What the net writes alone of held-out products, after each phase; the better one is kept. */
  phases?: Phases;
}

/**
 * Trains the describer, which writes product texts in the shop's own words: a small Transformer that reads what a product's
 * record says and goes on with a text, and the shop's own texts to be edited.
 * @throws VitrineError `bad-options`, `nothing-to-train`, `aborted`, `diverged`, `no-backend`
 */
export async function trainDescriber(
  { products, held }: DescriberInput,
  given: Given<typeof DESCRIBER_OPTIONS>,
  run: RunContext,
): Promise<{ describer: Uint8Array<ArrayBuffer>; report: DescriberReport }> {
  const { facts, epochs, width, blocks, refine } = resolveOptions(DESCRIBER_OPTIONS, given);
  if (width % 8 !== 0) {
    throw new VitrineError('bad-options', `The width is ${width}.`, { remedy: 'Give a multiple of 8.' });
  }
  const training = { ...DESCRIBER_TRAINING, width, blocks };
  const data = describerData(products, held, { ...training, facts });
  const { content, curve, phases } = await trainDescriberNet(data, { training, epochs, refine }, run);
  const best = curve.reduce((least, { held }) => Math.min(least, held), Number.POSITIVE_INFINITY);
  const metrics: Record<string, number> = Number.isFinite(best) ? { heldLoss: best } : {};
  return {
    describer: writeDescriberFile(content, metrics),
    report: {
      texts: {
        taught: data.taught.length,
        held: data.held.length,
        leftOut: data.shop.leftOut,
        vocabulary: data.vocabulary.size,
      },
      metrics,
      parameters: Object.values(content.weights).reduce((sum, { data }) => sum + data.length, 0),
      curve,
      ...(phases && { phases }),
    },
  };
}
