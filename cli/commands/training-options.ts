import type { SourceName } from '../../src/contract/recommendation.ts';
import { SOURCE_NAMES } from '../../src/engine/sources/source-names.ts';
import { VECTOR_PRECISIONS } from '../../src/learning/models/vector-precision.ts';
import { type Fusion, NEW_PRODUCTS, type PackPlan, SESSION_SAMPLES } from '../../src/trainer/recipe/fit-pack.ts';
import { startingPack } from '../../src/trainer/recipe/models/transfer.ts';
import { readSourceSettings } from '../../src/trainer/recipe/source-settings.ts';
import { choice, LOG_HELP, LOG_OPTIONS, sources, wholeNumber, wrong } from './arguments.ts';
import { readPackAt } from './data.ts';

/** Options of the commands that train a pack, as `readArguments` takes them. */
export const TRAINING_OPTIONS = {
  model: { type: 'string', default: 'fused' },
  fusion: { type: 'string', default: 'learned' },
  'min-shoppers': { type: 'string', default: '1' },
  ...LOG_OPTIONS,
  set: { type: 'string', multiple: true, default: [] as string[] },
  from: { type: 'string' },
  'other-ids': { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  'session-sample': { type: 'string', default: 'real' },
  vectors: { type: 'string', default: 'int8' },
  'new-products-by': { type: 'string', default: 'regression' },
  refit: { type: 'boolean', default: true },
  work: { type: 'string', default: '.vitrine' },
} as const;

export const TRAINING_HELP = `  --model NAMES        fused (default), or sources joined by +: ${SOURCE_NAMES.join(', ')};
                       rules+knn+successors+predecessors+popular is counted in minutes, and trains no model
  --fusion NAME        learned (default): by a ranker learned on validation, where it is better there; or weights
  --min-shoppers K     leave out items, pairs and windows seen by fewer shoppers; default 1
${LOG_HELP}
  --set OPTION=VALUE   an option of a source, such as attention.width=96, its epochs at most, attention.epochs=20, or
                       rules.top=60, products that each product leads to at most; may be given again
  --from PACK          start from the models of this pack, and keep them where no training validates better: their
                       encoders, and the vectors of products that both know by id or by their content
  --other-ids          of --from: its shop has ids of its own, so that products are known by their content only
  --seed N             of all that is random; default 1
  --session-sample NAME real (default): the pack's windows are cut from the log; or synthetic: from visits that a
                       generator trained on it makes, so that the pack holds nobody's
  --vectors NAME       how the pack holds item vectors: int8 (default), a byte a number; int16, two; or pq,
                       product-quantised, a byte for about four numbers, for a very large catalogue
  --new-products-by NAME  what gives products that nobody met their vectors: regression (default); or generator,
                       trained against a discriminator and kept where it ranks products kept back better; it also
                       mixes content into the vectors of known products, as far as validation gains by it
  --no-refit           keep models as they were trained without what was held back to say when to stop: half the time;
                       otherwise they are trained again on all that is known, for as many epochs as validated best
  --work FOLDER        where checkpoints lie; default .vitrine`;

export interface TrainingValues {
  model: string;
  fusion: string;
  'min-shoppers': string;
  set: readonly string[];
  from?: string | undefined;
  'other-ids': boolean;
  'session-sample': string;
  vectors: string;
  'new-products-by': string;
  refit: boolean;
  work: string;
}

/** What these options say of a pack's plan. */
export type TrainingChoices = Pick<
  PackPlan,
  'sources' | 'minShoppers' | 'settings' | 'from' | 'sessionSample' | 'vectors' | 'newProducts' | 'refit' | 'folder'
> & { fusion: Fusion };

/** @throws VitrineError `bad-options` */
export function trainingChoices(values: TrainingValues): TrainingChoices {
  const asked: readonly SourceName[] = sources(values.model);
  if (values['other-ids'] && values.from === undefined) throw wrong('--other-ids is about --from.', 'Name a pack.');
  return {
    sources: asked,
    fusion: choice('fusion', values.fusion, ['learned', 'weights']),
    minShoppers: wholeNumber('min-shoppers', values['min-shoppers'], 1),
    settings: readSourceSettings(values.set, asked),
    ...(values.from !== undefined && { from: startingPack(readPackAt(values.from).pack, !values['other-ids'], asked) }),
    sessionSample: choice('session-sample', values['session-sample'], SESSION_SAMPLES),
    vectors: choice('vectors', values.vectors, VECTOR_PRECISIONS),
    newProducts: choice('new-products-by', values['new-products-by'], NEW_PRODUCTS),
    refit: values.refit,
    folder: values.work,
  };
}
