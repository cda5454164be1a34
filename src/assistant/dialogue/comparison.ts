import type { Product } from '../../contract/product.ts';
import type { ComparedFact, Comparison } from '../answer.ts';
import { factNames, valuesOf } from '../record-texts.ts';
import type { Naming } from './naming.ts';

/** Facts of two products and more, side by side: what their records say, and nothing else. */
export function compare(products: readonly Product[], naming: Naming): Comparison {
  const { language } = naming;
  const differ: ComparedFact[] = [];
  const same: ComparedFact[] = [];
  const add = (name: string, values: (string | null)[]): void => {
    if (values.every((value) => value === null)) return;
    (values.every((value) => value === values[0]) ? same : differ).push({ name, values });
  };
  add(
    naming.field('price'),
    products.map((product) => naming.priceOf(product) || null),
  );
  const names = [...new Set(products.flatMap(factNames))];
  for (const name of names) {
    if (name === 'tags') continue;
    add(
      naming.field(name),
      products.map((product) => told(valuesOf(product, name, language))),
    );
  }
  // Of many tags those that all of them have would hide the few that tell them apart.
  const tags = products.map((product) => [...new Set(valuesOf(product, 'tags', language))]);
  const shared = tags.reduce((common, own) => common.filter((tag) => own.includes(tag)));
  add(
    naming.field('tags'),
    tags.map((own) => told(own.filter((tag) => !shared.includes(tag)))),
  );
  if (shared.length > 0) same.push({ name: naming.field('tags'), values: products.map(() => told(shared)) });
  return { products: products.map(({ id }) => id), differ, same };
}

const told = (values: readonly string[]): string | null => (values.length > 0 ? values.join(', ') : null);
