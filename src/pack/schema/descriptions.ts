import { OBJECTIVES } from '../sections/response.ts';

/** What the names of the layouts mean: for the schema and the documentation, and loaded by no page. */
export interface SectionDescription {
  readonly options: Readonly<Record<string, string>>;
  /** Options that may be left out: the words that each may be. */
  readonly choices?: Readonly<Record<string, { of: readonly string[]; meaning: string }>>;
  /** `[meaning, what an open dimension is]`, by name; `B` is the number of a block, `S` the name of a section. */
  readonly tensors: Readonly<Record<string, readonly [meaning: string, open?: string]>>;
}

const WIDTH = 'numbers of an item vector';
const HISTORY_DECAY = 'weight of each item of the history against the next one: `decay ** age`';
const history = {
  last: 'distinct latest items of the history that count',
  decay: 'weight of each further one back: `decay ** age`',
  session: '`true`: only the running session counts, where it has begun',
};
const linear = (name: string, what: string): SectionDescription['tensors'] => ({
  [`${name}.weights`]: [`${what}; in × out`],
  [`${name}.bias`]: [''],
});
const norm = (name: string, what: string): SectionDescription['tensors'] => ({
  [`${name}.gain`]: [what],
  [`${name}.bias`]: [''],
});
const perceptron = (prefix: string, what: string): SectionDescription['tensors'] => ({
  [`${prefix}weight1`]: [`${what}: the first layer, in × out`],
  [`${prefix}bias1`]: [''],
  [`${prefix}weight2`]: ['the second layer, in × out'],
  [`${prefix}bias2`]: [''],
  [`${prefix}weight3`]: ['the output, which has no bias'],
});

/** Of every section that has vectors of items, in one of their forms. */
export const VECTORS: SectionDescription['tensors'] = {
  items: ['item vectors: number `i` of row `r` is `items[r, i] × scales[r]`'],
  scales: [''],
  fine: [
    'may be left out; 16 bits in place of 8: the number is `(items + fine / 168) × scales`, read of the best 2 k only',
  ],
  codes: ['in place of the three above, product-quantised: the centroid of each part of a row', 'parts'],
  centroids: ['a row is its centroids one after the other'],
};

export const DESCRIPTIONS: Readonly<Record<string, SectionDescription>> = {
  products: {
    options: {},
    tensors: {
      ids: ['the ids in UTF-8, one after the other', 'bytes'],
      offsets: ['id `i` (from 0) is `ids` from `offsets[i]` up to `offsets[i + 1]`', 'n + 1'],
    },
  },
  rules: {
    options: history,
    tensors: {
      items: ['where the rule leads', 'rules'],
      weights: ['1…255', 'rules'],
      offsets: ['rules of row `r` are entries `offsets[r]` up to, but not with, `offsets[r + 1]`'],
      scales: ['a rule of row `r` weighs `weights × scales[r]`'],
    },
  },
  ease: {
    options: history,
    tensors: {
      items: ['the other item', 'pairs'],
      weights: ['what the item of the row says for the other; as I8, −127…127, below 0 against it', 'pairs'],
      offsets: ['pairs of row `r` are entries `offsets[r]` up to, but not with, `offsets[r + 1]`'],
      scales: ['a pair of row `r` weighs `weights × scales[r]`'],
    },
  },
  complements: {
    options: history,
    tensors: {
      items: ['what shoppers put into one cart or order with the item of the row', 'pairs'],
      weights: ['1…255', 'pairs'],
      offsets: ['pairs of row `r` are entries `offsets[r]` up to, but not with, `offsets[r + 1]`'],
      scales: ['a pair of row `r` weighs `weights × scales[r]`'],
    },
  },
  trending: {
    options: {},
    tensors: {
      rising: ['how much more shoppers turn to it than before; what rises most has 65,535, what does not rise 0'],
    },
  },
  knn: {
    options: {
      ...history,
      recent: 'of the windows with an item, the most recent so many are looked at',
      neighbours: 'the most similar windows that vote',
      lengthPower: 'similarity is divided by `length ** lengthPower` of the window',
      sharpness: 'a window votes with `similarity ** sharpness`',
      distancePower: 'a vote for an item `d` steps from the matched one is divided by `d ** distancePower`',
      backward: 'what a vote for an item before the matched one counts, against 1 for one after it',
    },
    tensors: {
      items: ['rows of all windows, one after the other', 'total'],
      offsets: ['window `w` is `items` from `offsets[w]` up to `offsets[w + 1]`', 'windows + 1'],
    },
  },
  popular: {
    options: { recentShare: 'how much `recent` counts against `allTime`' },
    tensors: {
      allTime: ['proportional to the number of interactions; the most popular item has 65,535'],
      recent: ['the same with recent interactions counting more'],
    },
  },
  attention: {
    options: {
      width: WIDTH,
      blocks: 'attention layers',
      heads: 'attention heads; they divide `width`',
      expansion: 'width of the feed-forward layer, in widths',
      longest: 'items of a history that are read at most',
      epsilon: 'added to the variance in normalisation',
    },
    tensors: {
      positions: ['from 0 on, oldest item first'],
      ...norm('B.attentionNorm', 'of block `B`, from 0: normalisation before attention'),
      ...linear('B.query', 'attention'),
      ...linear('B.key', ''),
      ...linear('B.value', ''),
      ...linear('B.output', ''),
      ...norm('B.feedNorm', 'normalisation before the feed-forward layer'),
      ...linear('B.up', 'the feed-forward layer'),
      ...linear('B.down', ''),
      ...norm('norm', 'after the last block'),
    },
  },
  gru4rec: {
    options: {
      width: WIDTH,
      longest: 'items of a history that are read at most',
      epsilon: 'added to the variance in normalisation',
    },
    tensors: {
      'input.weights': ['what the item gives to the gates r, z and n, in this order; in × out'],
      'input.bias': [''],
      'recurrent.weights': ['what the state gives to them; in × out'],
      'recurrent.bias': [''],
      ...norm('norm', 'of the state, before it meets the items'),
    },
  },
  als: {
    options: {
      width: WIDTH,
      unobserved: 'weight of a product that a visitor has not met, against 1',
      ridge: 'added to the diagonal, times the items of the history and `unobserved` times all items',
      decay: HISTORY_DECAY,
    },
    tensors: { gram: ['sum of `v vᵀ` over the item vectors as they are rounded; its lower triangle is read'] },
  },
  svd: {
    options: { width: WIDTH, decay: HISTORY_DECAY },
    tensors: { reading: ['what an item counts in a visitor’s vector'] },
  },
  lightgcn: {
    options: { width: `${WIDTH}, its bias among them`, decay: HISTORY_DECAY },
    tensors: { reading: ['what an item counts in a visitor’s vector'] },
  },
  autoencoder: {
    options: { width: 'numbers of a taste', hidden: 'numbers of the hidden layer', decay: HISTORY_DECAY },
    tensors: {
      read: ['what an item is read with, as `items`'],
      readScales: [''],
      'hidden.bias': [''],
      'mean.weights': ['from the hidden layer to the taste; in × out'],
      'mean.bias': [''],
      'spread.weights': ['used in training only'],
      'spread.bias': [''],
    },
  },
  tower: {
    options: {
      buckets: 'rows of a map, which features share by hash',
      widths: 'by section, the width of its vectors',
    },
    tensors: {
      'S.map': ['for each section `S` of `widths`: number `i` of bucket `b` is `map[b, i] × scales[b]`'],
      'S.scales': [''],
    },
  },
  ranker: {
    options: {
      features: 'names of the inputs, in their order; none twice, one of a source at least',
      hidden: 'width of the two hidden layers',
    },
    tensors: {
      popularity: [
        '`16 × ln(1 + interactions)`, rounded, at most 255: of all time, of the last tenth, of the last fiftieth; the last two all 0 where it is not known what was when',
      ],
      ...perceptron('', 'a perceptron'),
    },
  },
  response: {
    options: {
      width: 'numbers of a product’s vector',
      hidden: 'width of the hidden layers',
      'click.slope': 'the chance of a click is `1 / (1 + exp(−slope · output − intercept))`',
      'click.intercept': '',
      'purchase.slope': 'the same of a purchase',
      'purchase.intercept': '',
    },
    choices: {
      objective: {
        of: OBJECTIVES,
        meaning: 'what a visitor’s own lists are made for where a query names nothing; `click` where it is left out',
      },
    },
    tensors: {
      vectors: ['learned vectors of products: number `i` of row `r` is `vectors[r, i] × scales[r]`'],
      scales: [''],
      views: ['how often each product was viewed, at most 65,535'],
      carts: ['… put into a cart'],
      purchases: ['… bought'],
      ...perceptron('click.', 'a perceptron'),
      ...perceptron('purchase.', 'another'),
    },
  },
  search: {
    options: { signals: 'names of what is weighed, in their order; none twice' },
    tensors: {
      weights: ['of the signals: for visitors of whom something is known, then for strangers'],
      popularity: ['as that of `ranker`'],
      authority: ['`16 × ln(1 + n · PageRank)`, rounded, at most 255, over what is visited together'],
    },
  },
  'search-words': {
    options: {
      width: 'numbers of a vector',
      words: 'of the texts so many, the first, are words; the others are pieces of words',
      weight: 'of the reciprocal ranks by meaning, beside 1 of those by words',
    },
    tensors: {
      text: ['the texts in UTF-8, one after the other', 'bytes'],
      offsets: ['text `i` (from 0) is `text` from `offsets[i]` up to `offsets[i + 1]`', 'texts + 1'],
      vectors: ['its vector, of length 127', 'texts'],
    },
  },
};
