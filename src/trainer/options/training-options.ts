import { VitrineError } from '../../contract/errors.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import { FUSED, SOURCE_NAMES } from '../../engine/sources/source-names.ts';
import { VECTOR_PRECISIONS } from '../../learning/models/vector-precision.ts';
import type { Pack } from '../../pack/pack.ts';
import { fitsFor, isTrained } from '../fit/fits-for.ts';
import { FUSIONS, NEW_PRODUCTS, type PackPlan, SESSION_SAMPLES, type SessionSample } from '../recipe/fit-pack.ts';
import { startingPack } from '../recipe/models/transfer.ts';
import { readSourceSettings } from '../recipe/source-settings.ts';
import type { Options, Resolved } from './option.ts';
import { readSources } from './sources.ts';

/** Options of everything that trains a pack. */
export const TRAINING_OPTIONS = {
  model: {
    type: 'text',
    value: 'NAMES',
    default: 'fused',
    meaning:
      `sources joined by +: ${SOURCE_NAMES.join(', ')}; fused stands for ${FUSED.join('+')}. ` +
      'rules+knn+successors+predecessors+popular is counted in minutes, and trains no model',
  },
  fusion: {
    type: 'choice',
    values: FUSIONS,
    default: 'learned',
    meaning: 'learned: by a ranker learned on validation, where it is better there; or by weights',
  },
  minShoppers: {
    type: 'whole',
    least: 1,
    default: 1,
    meaning:
      'leave out what fewer shoppers share: items, pairs, and windows in their order. Above 1, fused trains no model, since a ' +
      'model can remember what one shopper did. 1: a private pack, that tells of single shoppers',
  },
  set: {
    type: 'texts',
    value: 'OPTION=VALUE',
    meaning:
      'an option of a source, such as attention.width=96, its epochs at most, attention.epochs=20, or rules.top=60, ' +
      'products that each product leads to at most',
  },
  otherIds: {
    type: 'flag',
    default: false,
    meaning: 'of a pack to start from: its shop has ids of its own, so that products are known by their content only',
  },
  sessionSample: {
    type: 'choice',
    values: SESSION_SAMPLES,
    default: 'real',
    meaning:
      "real: the pack's windows are cut from the log; synthetic: from visits that a generator trained on it makes (rules, " +
      'popularity and vectors still come from the log)',
  },
  epsilon: {
    type: 'number',
    least: 0.01,
    most: 100,
    meaning:
      'count with noise instead, so that nobody learns from the pack, beyond this ε (and delta), whether any one shopper is ' +
      'in the log, whatever they did (differential privacy of whole shoppers); for counted sources, whose options are ' +
      'not tuned then',
  },
  delta: {
    type: 'number',
    least: 1e-12,
    most: 0.01,
    default: 1e-6,
    meaning: 'of epsilon: the probability in which the guarantee may fail, well below one in the number of shoppers',
  },
  vectors: {
    type: 'choice',
    values: VECTOR_PRECISIONS,
    default: 'int8',
    meaning:
      'how the pack holds item vectors: int8, a byte a number; int16, two; or pq, product-quantised, a byte for about ' +
      'four numbers, for a very large catalogue',
  },
  newProductsBy: {
    type: 'choice',
    values: NEW_PRODUCTS,
    default: 'regression',
    meaning:
      'what gives products that nobody met their vectors: regression; or generator, trained against a discriminator and ' +
      'kept where it ranks held-out products better; it also mixes content into the vectors of known products, as far ' +
      'as validation gains by it',
  },
  refit: {
    type: 'flag',
    default: true,
    meaning:
      'train models again on all that is known, for as many epochs as validated best; otherwise they stay as they were ' +
      'trained without what was held out to say when to stop, which takes half the time',
  },
} as const satisfies Options;

/** What these options say of a pack's plan. */
export type TrainingChoices = Pick<
  PackPlan,
  | 'sources'
  | 'fusion'
  | 'minShoppers'
  | 'settings'
  | 'from'
  | 'sessionSample'
  | 'budget'
  | 'vectors'
  | 'newProducts'
  | 'refit'
>;

/**
 * @param from pack whose models the training starts from
 * @throws VitrineError `bad-options`
 */
export function trainingChoices(options: Resolved<typeof TRAINING_OPTIONS>, from?: Pack): TrainingChoices {
  const { fusion, minShoppers, otherIds, sessionSample, epsilon, delta, vectors, newProductsBy, refit } = options;
  const sources = readSources(options.model, epsilon !== undefined || minShoppers > 1);
  if (epsilon !== undefined) refuseBesideNoise(sources, { sessionSample, from });
  return {
    sources,
    fusion,
    // Noise hides what one shopper did whoever shares it: nothing else is left out for their sake.
    minShoppers: epsilon === undefined ? minShoppers : 1,
    ...(epsilon !== undefined && { budget: { epsilon, delta } }),
    settings: readSourceSettings(options.set ?? [], sources),
    ...(from !== undefined && { from: startingPack(from, !otherIds, sources) }),
    sessionSample,
    vectors,
    newProducts: newProductsBy,
    refit,
  };
}

/** What would tell of single shoppers beside the noise. @throws VitrineError `bad-options` */
function refuseBesideNoise(
  sources: readonly SourceName[],
  { sessionSample, from }: { sessionSample: SessionSample; from: Pack | undefined },
): void {
  const trained = fitsFor(sources).filter(isTrained);
  const remedies = {
    ...(trained.length > 0 && {
      [`${trained.map(({ section }) => section).join(', ')} would be trained on the log itself`]:
        'Name counted sources alone.',
    }),
    ...(sessionSample === 'synthetic' && {
      'the generator of virtual visits would be trained on the log itself': 'Leave the session sample out.',
    }),
    ...(from !== undefined && { 'a pack to start from has models alone': 'Leave it out.' }),
  };
  for (const [why, remedy] of Object.entries(remedies)) {
    throw new VitrineError('bad-options', `Epsilon does not hold: ${why}.`, { remedy });
  }
}
