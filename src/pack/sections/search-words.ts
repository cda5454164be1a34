import * as plain from '../../contract/validation/plain-data.ts';
import { i8, offsets, type SectionLayout, u8 } from '../layout.ts';

const SearchWordsOptions = plain.fields({
  width: plain.whole(1, 256),
  /** Of the texts, the first are words, the others pieces of words. */
  words: plain.whole(1),
  /** Of the ranks by meaning, beside those by words. */
  weight: plain.positive(100),
});
type SearchWordsOptions = plain.Read<typeof SearchWordsOptions>;

const tensors = ({ width }: SearchWordsOptions) => ({
  text: u8(-1),
  offsets: offsets('text', -1),
  vectors: i8(-1, width),
});

/** What words mean: a vector of each, which is near those of words that stand where it stands. */
export const SEARCH_WORDS: SectionLayout<SearchWordsOptions, ReturnType<typeof tensors>> & {
  readonly name: 'search-words';
} = { name: 'search-words', options: SearchWordsOptions, tensors };
