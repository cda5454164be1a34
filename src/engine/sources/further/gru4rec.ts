import { RecurrentEncoder } from '../../../kernels/encoders/recurrent-encoder.ts';
import { readSection } from '../../../pack/layout.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { GRU4REC } from '../../../pack/sections/gru4rec.ts';
import type { CandidateSource } from '../candidate-source.ts';
import { itemVectors } from '../item-vectors.ts';
import { SessionSource } from '../session-source.ts';

/**
 * What comes next, by one recurrent state of the visitor's items (how it is trained: src/learning/models/gru4rec.ts).
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createGru4Rec(section: PackSection, items: number): CandidateSource {
  const [options, tensors] = readSection(GRU4REC, section, items);
  const matrix = itemVectors(section, options.width);
  return new SessionSource(
    'gru4rec',
    options,
    matrix,
    tensors,
    (own, layers) => new RecurrentEncoder(options, own, layers),
  );
}
