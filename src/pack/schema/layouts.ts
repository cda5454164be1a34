import type { SectionLayout } from '../layout.ts';
import { ALS } from '../sections/als.ts';
import { ATTENTION } from '../sections/attention.ts';
import { AUTOENCODER } from '../sections/autoencoder.ts';
import { GRU4REC } from '../sections/gru4rec.ts';
import { KNN } from '../sections/knn.ts';
import { LIGHTGCN } from '../sections/lightgcn.ts';
import { COMPLEMENTS, EASE, RULES } from '../sections/pairs.ts';
import { POPULAR } from '../sections/popular.ts';
import { PRODUCTS } from '../sections/products.ts';
import { RANKER } from '../sections/ranker.ts';
import { RESPONSE } from '../sections/response.ts';
import { SEARCH } from '../sections/search.ts';
import { SEARCH_WORDS } from '../sections/search-words.ts';
import { SVD } from '../sections/svd.ts';
import { TOWER } from '../sections/tower.ts';
import { TRENDING } from '../sections/trending.ts';

/** Every section that a pack may have. */
export const LAYOUTS: readonly SectionLayout<object>[] = [
  PRODUCTS,
  RULES,
  KNN,
  POPULAR,
  ATTENTION,
  GRU4REC,
  ALS,
  SVD,
  LIGHTGCN,
  EASE,
  AUTOENCODER,
  TOWER,
  RANKER,
  RESPONSE,
  COMPLEMENTS,
  TRENDING,
  SEARCH,
  SEARCH_WORDS,
];
