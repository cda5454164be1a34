import * as plain from '../../contract/validation/plain-data.ts';
import { type SectionLayout, u8 } from '../layout.ts';
import { perceptron } from './perceptron.ts';

/** Spans of time in which items are counted: all of what the pack was counted from, its last tenth, its last fiftieth. */
export const ERAS = [1, 0.1, 0.02] as const;

const RankerOptions = plain.fields({
  /** What it sees of a candidate, in the order of its inputs. */
  features: plain.check(
    plain.list(plain.anyText, 1),
    (names) => new Set(names).size === names.length,
    'names that all differ',
  ),
  hidden: plain.whole(1, 256),
});
type RankerOptions = plain.Read<typeof RankerOptions>;

const tensors = ({ features, hidden }: RankerOptions, items: number) => ({
  popularity: u8(ERAS.length, items + 1),
  ...perceptron('', features.length, hidden),
});

/** The learned ranker: a perceptron over what is known of a candidate. */
export const RANKER: SectionLayout<RankerOptions, ReturnType<typeof tensors>> & { readonly name: 'ranker' } = {
  name: 'ranker',
  options: RankerOptions,
  tensors,
};
