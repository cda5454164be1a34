import { Bitset } from '../../../kernels/scoring/bitset.ts';
import { TextIndex, type TextMatch, type TextQuery } from '../text-index.ts';
import { TextIndexBuilder } from '../text-index-builder.ts';

/** An index of products that are titles and nothing else. */
export function indexOf(titles: readonly string[]): TextIndex {
  const builder = new TextIndexBuilder();
  for (const title of titles) builder.add(title, [{ text: title, weight: 1 }]);
  return new TextIndex(finish(builder));
}

export function finish(builder: TextIndexBuilder) {
  const steps = builder.build();
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Looks among all products. */
export function ask(index: TextIndex, text: string, query: Partial<TextQuery> = {}): TextMatch {
  const allowed = new Bitset(index.products);
  for (let place = 0; place < index.products; place++) allowed.add(place);
  return index.search({ text, limit: 10, allowed, ...query });
}
