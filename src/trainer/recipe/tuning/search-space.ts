import { VitrineError } from '../../../contract/errors.ts';
import { Random } from '../../../learning/training/random.ts';

/** Options to try: each by its name, such as `attention.width`, with how a value of it is drawn. */
export type SearchSpace = ReadonlyMap<string, (random: Random) => string>;

/** From this ratio of its ends on a range is drawn from by its logarithm: 1e-4:1e-2 is as often below 1e-3 as above. */
const LOGARITHMIC = 10;

/**
 * Reads a space such as `attention.width=32,64;attention.dropout=0.2:0.5`: a list of values, or a range, of whole
 * numbers where both of its ends are.
 * @throws VitrineError `bad-options`
 */
export function readSpace(text: string): SearchSpace {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) throw wrong(text);
  return new Map(
    parts.map((part) => {
      const [, name, values] = /^([^=]+)=(.+)$/.exec(part) ?? [];
      if (values === undefined) throw wrong(part);
      return [name.trim(), rangeOf(part, values) ?? listOf(values)];
    }),
  );
}

function listOf(values: string): (random: Random) => string {
  const list = values.split(',').map((value) => value.trim());
  return (random) => list[random.below(list.length)];
}

function rangeOf(part: string, values: string): ((random: Random) => string) | undefined {
  if (!values.includes(':')) return undefined;
  const ends = values.split(':').map(Number);
  const [low, high] = ends;
  if (ends.length !== 2 || !(low < high)) throw wrong(part);
  const whole = Number.isInteger(low) && Number.isInteger(high);
  const logarithmic = low > 0 && high / low >= LOGARITHMIC;
  return (random) => {
    if (whole && !logarithmic) return String(low + random.below(high - low + 1));
    const unit = random.unit();
    const value = logarithmic ? low * (high / low) ** unit : low + unit * (high - low);
    return whole ? String(Math.round(value)) : value.toPrecision(4);
  };
}

/**
 * One trial of a random search (Bergstra & Bengio, "Random search for hyper-parameter optimization", 2012). The number
 * of the trial and the seed decide what is drawn.
 * @returns settings, as `--set` takes them
 */
export function drawSettings(space: SearchSpace, seed: number, trial: number): string[] {
  const random = new Random(seed, trial);
  return Array.from(space, ([name, draw]) => `${name}=${draw(random)}`);
}

function wrong(text: string): VitrineError {
  return new VitrineError('bad-options', `The space ${text} cannot be read.`, {
    remedy: 'Give OPTION=VALUE,VALUE or OPTION=LOW:HIGH, several joined by ; such as attention.width=32,64.',
  });
}
