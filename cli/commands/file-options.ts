import type { Options } from '../../src/trainer/options/option.ts';

/** Files that several commands read or write. */
export const PRODUCTS = {
  products: {
    type: 'texts',
    value: 'FEED',
    meaning: "the shop's products; a further file says more of the same products",
  },
} as const satisfies Options;

export const FROM = {
  from: {
    type: 'text',
    value: 'PACK',
    meaning:
      'start from the models of this pack, and keep them where no training validates better: their encoders, and the ' +
      'vectors of products that both know by id or by their content',
  },
} as const satisfies Options;

export const RELATIONS = {
  relations: {
    type: 'text',
    value: 'FILE',
    meaning: 'links between shoppers, "user user" a line, for the source friends',
  },
} as const satisfies Options;

export const RECORD = {
  record: { type: 'text', value: 'FILE', meaning: 'write the result with what is needed to get it again' },
} as const satisfies Options;

export const JSON_OUTPUT = {
  json: { type: 'flag', default: false, meaning: 'print JSON' },
} as const satisfies Options;

export const WORK = {
  work: { type: 'text', value: 'FOLDER', default: '.vitrine', meaning: 'where checkpoints lie' },
} as const satisfies Options;
