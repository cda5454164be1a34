import { FUSED, SOURCE_NAMES } from '../../engine/sources/source-names.ts';
import { VECTOR_PRECISIONS } from '../../learning/models/vector-precision.ts';
import type { Pack } from '../../pack/pack.ts';
import { FUSIONS, NEW_PRODUCTS, type PackPlan, SESSION_SAMPLES } from '../recipe/fit-pack.ts';
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
    meaning: 'leave out items, pairs and windows seen by fewer shoppers',
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
  'sources' | 'fusion' | 'minShoppers' | 'settings' | 'from' | 'sessionSample' | 'vectors' | 'newProducts' | 'refit'
>;

/**
 * @param from pack whose models the training starts from
 * @throws VitrineError `bad-options`
 */
export function trainingChoices(options: Resolved<typeof TRAINING_OPTIONS>, from?: Pack): TrainingChoices {
  const { fusion, minShoppers, otherIds, sessionSample, vectors, newProductsBy, refit } = options;
  const sources = readSources(options.model);
  return {
    sources,
    fusion,
    minShoppers,
    settings: readSourceSettings(options.set ?? [], sources),
    ...(from !== undefined && { from: startingPack(from, !otherIds, sources) }),
    sessionSample,
    vectors,
    newProducts: newProductsBy,
    refit,
  };
}
