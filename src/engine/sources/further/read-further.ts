import { toWire, type WireError } from '../../../contract/errors.ts';
import type { PackSection } from '../../../pack/pack.ts';
import type { CandidateSource } from '../candidate-source.ts';
import { createAls } from './als.ts';
import { createAutoencoder } from './autoencoder.ts';
import { createEase } from './ease.ts';
import { createGru4Rec } from './gru4rec.ts';
import { createLightGcn } from './lightgcn.ts';
import { createSvd } from './svd.ts';

const READERS: Readonly<Record<string, (section: PackSection, items: number) => CandidateSource>> = {
  gru4rec: createGru4Rec,
  als: createAls,
  svd: createSvd,
  lightgcn: createLightGcn,
  ease: createEase,
  autoencoder: createAutoencoder,
};

/**
 * A source that a pack has only where the shop asked for its model. The engine loads this when it meets such a pack, as a
 * script of its own (workers/further-sources.ts). The engine would not recognise an error of that script, so it gets what goes
 * between threads.
 * @param name of the source
 * @param items rows of the pack
 */
export function readFurther(name: string, section: PackSection, items: number): CandidateSource | WireError {
  try {
    return READERS[name](section, items);
  } catch (thrown) {
    return toWire(thrown);
  }
}
