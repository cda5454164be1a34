import { VitrineError } from '../../contract/errors.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import type { ModelEntry } from '../../learning/models/model.ts';
import { fitsFor, isTrained } from '../fit/fits-for.ts';
import type { SectionFit } from '../fit/section-fit.ts';

/** Options of sources over their defaults, by the source's name. */
export type SourceSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Long enough for the models here to level; patience ends most trainings before. */
const EPOCHS = 60;

/** What can be set of a model, as it is where nothing is said: its own options, and its epochs at most. */
function modelDefaults({ defaults, epochs = EPOCHS }: ModelEntry): Record<string, unknown> {
  return { ...defaults, epochs };
}

/** What can be set of a section, as it is where nothing is said. */
export function settableOptions(fit: SectionFit): Readonly<Record<string, unknown>> {
  return isTrained(fit) ? modelDefaults(fit.model) : { ...fit.defaults };
}

/**
 * What a model is made with and trained for, with these settings.
 * @param given options that stand over the defaults, and under the settings
 * @param unit what a sequence is
 */
export function modelOptions(
  entry: ModelEntry,
  settings: SourceSettings,
  given: Readonly<Record<string, unknown>> = {},
  unit: 'visitor' | 'session' = 'session',
) {
  const defaults = { ...modelDefaults(entry), ...(unit === 'visitor' && entry.ofVisitors) };
  const { epochs, ...options } = { ...defaults, ...given, ...settings[entry.name] };
  return { epochs: Number(epochs), options };
}

/**
 * Reads settings such as `attention.width=96` or `rules.top=60`.
 * @param sources names of those that are asked for: a setting of any other would do nothing
 * @throws VitrineError `bad-options`
 */
export function readSourceSettings(given: readonly string[], sources: readonly SourceName[]): SourceSettings {
  const fits = fitsFor(sources);
  const settings: Record<string, Record<string, unknown>> = {};
  for (const text of given) {
    const [, name, option, value] = /^([^.=]+)\.([^=]+)=(.+)$/.exec(text) ?? [];
    if (value === undefined) throw wrong(text, 'Give SOURCE.OPTION=VALUE, such as attention.width=96.');
    const fit = fits.find(({ section }) => section === name);
    if (fit === undefined) {
      const known = fits.map(({ section }) => section);
      throw wrong(text, `The sources that have options here: ${known.join(', ') || 'none'}.`);
    }
    const options = settableOptions(fit);
    if (!Object.hasOwn(options, option)) throw wrong(text, `${name} has ${Object.keys(options).join(', ')}.`);
    settings[name] = { ...settings[name], [option]: parseValue(text, value, Reflect.get(options, option)) };
    if (isTrained(fit)) checkModel(fit.model, settings, text);
  }
  return settings;
}

/** Makes the model once: a training would find out late what does not fit. */
function checkModel(entry: ModelEntry, settings: SourceSettings, text: string): void {
  const { epochs, options } = modelOptions(entry, settings);
  let sizes: number[];
  try {
    sizes = [epochs, ...Object.values(entry.create(options).shapes(1)).flat()];
  } catch (thrown) {
    throw wrong(text, VitrineError.from(thrown).remedy);
  }
  if (sizes.some((size) => !Number.isInteger(size) || size < 1))
    throw wrong(text, 'Give sizes that are whole numbers.');
}

/** A number, or a word or a yes or no where the default is one; below 0 only where the default is. */
function parseValue(text: string, value: string, byDefault: unknown): unknown {
  if (typeof byDefault === 'string') return value;
  if (typeof byDefault === 'boolean') {
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrong(text, 'Give true or false.');
  }
  const number = Number(value);
  if (Number.isFinite(number) && (number >= 0 || Number(byDefault) < 0)) return number;
  throw wrong(text, 'Give a number of at least 0.');
}

function wrong(text: string, remedy: string): VitrineError {
  return new VitrineError('bad-options', `${text} cannot be set.`, { remedy });
}
