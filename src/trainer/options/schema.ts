import { LOG_STEPS } from '../../engine/ranking/item-popularity.ts';
import { SOURCES } from '../../engine/sources/registry.ts';
import { ERAS } from '../../pack/sections/ranker.ts';
import { fitsFor, isTrained } from '../fit/fits-for.ts';
import { WINDOW_LENGTH } from '../fit/knn.ts';
import { POPULARITY_NOISE, SPREAD, STRENGTH_NOISE } from '../fit/perturbation.ts';
import { FITS } from '../fit/registry.ts';
import { ODD_SHOPPER } from '../log/event-log.ts';
import { settableOptions } from '../recipe/source-settings.ts';
import { COLD_OPTIONS } from '../tasks/evaluate-cold.ts';
import { FINE_TUNING_OPTIONS } from '../tasks/evaluate-fine-tuning.ts';
import { RANKING_OPTIONS } from '../tasks/evaluate-ranking.ts';
import { EVALUATE_GAPS_OPTIONS, GAPS_OPTIONS } from '../tasks/gaps.ts';
import { SYNTHESIZE_OPTIONS } from '../tasks/synthesize.ts';
import { DESCRIBER_OPTIONS } from '../tasks/train-describer.ts';
import { TRAIN_OPTIONS } from '../tasks/train-pack.ts';
import { PICTURE_ENCODER_OPTIONS } from '../tasks/train-picture-encoder.ts';
import { PICTURES_OPTIONS } from '../tasks/train-pictures.ts';
import { TUNE_OPTIONS } from '../tasks/tune.ts';
import { LOG_OPTIONS, SEED, SEEDS } from './common-options.ts';
import type { Option, Options } from './option.ts';

/** Options of each task, by its name in the library. */
export const TASK_OPTIONS: Readonly<Record<string, Options>> = {
  readLog: LOG_OPTIONS,
  trainPack: TRAIN_OPTIONS,
  evaluateRanking: RANKING_OPTIONS,
  evaluatePurchases: SEEDS,
  evaluateLinks: SEEDS,
  evaluateColdVisitors: COLD_OPTIONS,
  evaluateFineTuning: FINE_TUNING_OPTIONS,
  tune: TUNE_OPTIONS,
  synthesize: SYNTHESIZE_OPTIONS,
  gaps: GAPS_OPTIONS,
  evaluateGaps: EVALUATE_GAPS_OPTIONS,
  trainPictures: PICTURES_OPTIONS,
  trainPictureEncoder: PICTURE_ENCODER_OPTIONS,
  trainDescriber: DESCRIBER_OPTIONS,
};

/** What counting keeps to and nobody sets. */
const COUNTING = {
  windowLength: WINDOW_LENGTH,
  eras: ERAS,
  logSteps: LOG_STEPS,
  perturbation: { spread: SPREAD, strengthNoise: STRENGTH_NOISE, popularityNoise: POPULARITY_NOISE },
  oddShopper: ODD_SHOPPER,
};

/** What the sources of a model read, so that a trainer knows which sections it has to make. */
const SECTION_OF = Object.fromEntries(
  SOURCES.map(({ name, section, fused }) => [
    name,
    { section: section ?? null, fused: fused ?? false, trained: fitsFor([name]).some(isTrained) },
  ]),
);

/**
 * All options as a JSON schema, for trainers in other languages: a definition for each task, the defaults of what
 * `set` may change, by section, those that are others where a sequence is a visitor's, the sources, and what counting keeps to.
 */
export function optionsSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Options of the trainer',
    $defs: Object.fromEntries(Object.entries(TASK_OPTIONS).map(([task, options]) => [task, objectOf(options)])),
    settings: Object.fromEntries(FITS.map((fit) => [fit.section, settableOptions(fit)])),
    settingsOfVisitors: Object.fromEntries(
      FITS.filter(isTrained).flatMap(({ section, model }) => (model.ofVisitors ? [[section, model.ofVisitors]] : [])),
    ),
    sources: SECTION_OF,
    counting: COUNTING,
  };
}

function objectOf(options: Options): object {
  const properties = Object.entries({ ...options, ...SEED }).map(([name, option]) => [name, propertyOf(option)]);
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

function propertyOf(option: Option): object {
  const byDefault = 'default' in option && option.default !== undefined ? { default: option.default } : {};
  return { description: option.meaning, ...formOf(option), ...byDefault };
}

function formOf(option: Option): object {
  switch (option.type) {
    case 'flag':
      return { type: 'boolean' };
    case 'whole':
      return { type: 'integer', ...boundsOf(option) };
    case 'wholes':
      return { type: 'array', items: { type: 'integer', ...boundsOf(option) }, minItems: 1 };
    case 'number':
      return { type: 'number', ...boundsOf(option) };
    case 'choice':
      return { enum: option.values };
    case 'text':
      return { type: 'string', minLength: 1 };
    case 'texts':
      return { type: 'array', items: { type: 'string' } };
    case 'date':
      return { type: 'string', format: 'date-time' };
    case 'pairs': {
      const { names, values } = option;
      const text = values === undefined ? { type: 'string' } : { enum: values };
      if (names === undefined) return { type: 'object', additionalProperties: text };
      return {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, text])),
        additionalProperties: false,
      };
    }
  }
}

function boundsOf({ least, most }: { least: number; most?: number }): object {
  return { minimum: least, ...(most !== undefined && { maximum: most }) };
}
