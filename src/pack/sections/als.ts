import * as plain from '../../contract/validation/plain-data.ts';
import { f32, type SectionLayout } from '../layout.ts';

const AlsOptions = plain.fields({
  width: plain.whole(1, 256),
  /** Weight of a product that a visitor has not met, against 1. */
  unobserved: plain.positive(1),
  ridge: plain.positive(1000),
  /** Weight of each item of the history against the next one. */
  decay: plain.positive(1),
});
type AlsOptions = plain.Read<typeof AlsOptions>;

const tensors = ({ width }: AlsOptions) => ({
  gram: f32(width, width),
});

/** Matrix factorisation. */
export const ALS: SectionLayout<AlsOptions, ReturnType<typeof tensors>> & { readonly name: 'als' } = {
  name: 'als',
  options: AlsOptions,
  vectors: true,
  tensors,
};
