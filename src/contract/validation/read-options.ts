import { VitrineError } from '../errors.ts';
import * as plain from './plain-data.ts';

/**
 * Options that a page gave, of which nothing is known.
 * @param name as errors call them; they name the option that is wrong, and what would be right
 * @throws VitrineError `bad-options`
 */
export function readOptions<TOptions>(name: string, reader: plain.Reader<TOptions>, options: unknown): TOptions {
  const refuse = (misfit: string): VitrineError =>
    new VitrineError('bad-options', `The ${name} cannot be used.`, { remedy: `${misfit}.` });
  return plain.read(reader, options ?? {}, refuse, name);
}
