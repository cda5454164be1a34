import * as plain from '../../contract/validation/plain-data.ts';
import { RecurrentEncoder } from '../../kernels/encoders/recurrent-encoder.ts';
import type { PackSection } from '../../pack/pack.ts';
import { readOptions } from '../../pack/section.ts';
import { recurrentShapes } from '../../pack/sections/gru4rec.ts';
import type { CandidateSource } from './candidate-source.ts';
import { readItemVectors } from './item-vectors.ts';
import { readWeights, SessionSource } from './session-source.ts';
import type { PackedSource } from './source-descriptor.ts';

const Gru4RecOptions = plain.fields({
  width: plain.whole(1, 512),
  longest: plain.whole(1, 1000),
  epsilon: plain.positive(1),
});

/**
 * What comes next, by one recurrent state of the visitor's items (how it is trained: src/learning/models/gru4rec.ts).
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createGru4Rec(section: PackSection, items: number): CandidateSource {
  const sizes = readOptions(section, Gru4RecOptions);
  const weights = readWeights(section, recurrentShapes(sizes.width));
  const matrix = readItemVectors(section, items, sizes.width);
  return new SessionSource(
    'gru4rec',
    sizes,
    matrix,
    weights,
    (own, layers) => new RecurrentEncoder(sizes, own, layers),
  );
}

export const gru4rec: PackedSource<'gru4rec'> = {
  name: 'gru4rec',
  personal: true,
  section: 'gru4rec',
  read: createGru4Rec,
};
