import { VitrineError } from '../../../contract/errors.ts';
import type { NamedTensors } from '../../../contract/tensors.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { chooseLayers } from '../../../kernels/encoders/layers.ts';
import { quantiseRows, restoreRows } from '../../../kernels/scoring/quantise.ts';
import { type GeneratorFile, readGenerator, writeGenerator } from '../../../pack/generator-file.ts';
import type { Tensor } from '../../../pack/pack.ts';
import { checkOffsets, readSectionOptions, readTensor } from '../../../pack/section.ts';
import { encoderShapes } from '../../../pack/sections/attention.ts';
import { ITEMS, sizeOf } from '../../models/named-weights.ts';
import { DESCRIBER_DEFAULTS, Describer, type DescriberOptions } from './describer.ts';
import { FACT_RULES, FactWords } from './fact-words.ts';
import { LanguageModel } from './language-model.ts';
import type { Writing } from './slots.ts';
import { BEGIN, END, TokenVocabulary, UNKNOWN } from './vocabulary.ts';

const words = plain.list(plain.text(400), 0, 65_534);
const share = plain.number(0, 100);
const OptionsSchema = plain.fields({
  width: plain.whole(1, 512),
  blocks: plain.whole(1, 12),
  heads: plain.whole(1, 16),
  expansion: plain.whole(1, 8),
  longest: plain.whole(2, 1024),
  tokens: words,
  rare: words,
  facts: plain.oneOf(FACT_RULES),
  writing: plain.record(plain.text(400)),
  values: plain.record(words),
  ordinary: words,
  choice: plain.fields({
    beams: plain.whole(0, 16),
    neighbours: plain.whole(0, 64),
    similarity: share,
    length: share,
  }),
});

/** All that a describer's file holds. */
export interface DescriberContent {
  sizes: { width: number; blocks: number; heads: number; expansion: number; longest: number };
  weights: NamedTensors;
  vocabulary: TokenVocabulary;
  known: FactWords;
  writing: Writing;
  texts: readonly (readonly number[])[];
  prompts: readonly (readonly number[])[];
  choice: DescriberOptions;
}

/** A describer as a file: weights of layers and vectors as int8, one scale a row; the shop's texts as rows of tokens. */
export function writeDescriberFile(
  content: DescriberContent,
  metrics: Record<string, number>,
): Uint8Array<ArrayBuffer> {
  const { sizes, weights, vocabulary, known, writing, texts, prompts, choice } = content;
  const tensors: Record<string, Tensor> = { ...listTensors('texts', texts), ...listTensors('prompts', prompts) };
  for (const [name, { shape, data }] of Object.entries(weights)) {
    if (shape.length === 1) {
      tensors[name] = { shape, data: data.slice() };
      continue;
    }
    const quantised = quantiseRows(data, shape[1]);
    tensors[name] = { shape, data: quantised.data };
    tensors[`${name}.scales`] = { shape: [shape[0]], data: quantised.scales };
  }
  const rareWords = new Set(vocabulary.rare);
  const mentioned = new Set(
    Object.values(known.values).flatMap((values) =>
      values
        .join(' ')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    ),
  );
  const file: GeneratorFile = {
    kind: 'describer',
    created: new Date().toISOString(),
    metrics,
    options: {
      ...sizes,
      tokens: vocabulary.tokens,
      rare: vocabulary.rare,
      facts: known.rule,
      writing: Object.fromEntries([...writing].filter(([word]) => vocabulary.has(word) || rareWords.has(word))),
      values: known.values,
      ordinary: known.ordinary.filter((word) => mentioned.has(word)),
      choice,
    },
    tensors,
  };
  return writeGenerator(file);
}

/** @throws VitrineError `pack-corrupt` */
export async function readDescriberFile(
  bytes: Uint8Array<ArrayBuffer>,
  choice?: Partial<DescriberOptions>,
): Promise<Describer> {
  const file = readGenerator(bytes, 'describer');
  const {
    tokens,
    rare,
    facts,
    writing,
    values,
    ordinary,
    choice: chosen,
    ...sizes
  } = readSectionOptions(file, OptionsSchema);
  const vocabulary = new TokenVocabulary(tokens, rare);
  if (sizes.width % sizes.heads !== 0) throw corrupt('its heads do not divide its width');
  if (![UNKNOWN, BEGIN, END].every((sign) => vocabulary.has(sign))) throw corrupt('its vocabulary lacks a sign');
  const weights: NamedTensors = {};
  const shapes = { [ITEMS]: [vocabulary.size + 1, sizes.width], ...encoderShapes(sizes) };
  for (const [name, shape] of Object.entries(shapes)) {
    weights[name] = {
      shape,
      data: shape.length === 1 ? readTensor(file, name, [Float32Array], shape) : restored(file, name, shape),
    };
  }
  const model = new LanguageModel(sizes, weights, await chooseLayers());
  const [texts, prompts] = [
    readLists(file, 'texts', vocabulary.size + rare.length),
    readLists(file, 'prompts', vocabulary.size),
  ];
  if (texts.length !== prompts.length) throw corrupt('it has not as many prompts as texts');
  const known = new FactWords(values, ordinary, facts);
  return new Describer({
    known,
    writing: new Map(Object.entries(writing)),
    vocabulary,
    model,
    texts,
    prompts,
    options: { ...DESCRIBER_DEFAULTS, ...chosen, ...choice },
  });
}

function restored(file: GeneratorFile, name: string, shape: readonly number[]): Float32Array {
  const data = readTensor(file, name, [Int8Array], shape);
  const scales = readTensor(file, `${name}.scales`, [Float32Array], [shape[0]]);
  if (data.length !== sizeOf(shape)) throw corrupt(`tensor ${name} has not the numbers of its shape`);
  return restoreRows({ data, scales }, shape[1]);
}

function listTensors(name: string, lists: readonly (readonly number[])[]): Record<string, Tensor> {
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((rows, i) => {
    offsets[i + 1] = offsets[i] + rows.length;
  });
  return {
    [name]: { shape: [offsets[lists.length]], data: Uint16Array.from(lists.flat()) },
    [`${name}.offsets`]: { shape: [offsets.length], data: offsets },
  };
}

function readLists(file: GeneratorFile, name: string, most: number): Uint16Array[] {
  const rows = readTensor(file, name, [Uint16Array], [-1]);
  const offsets = readTensor(file, `${name}.offsets`, [Uint32Array], [-1]);
  checkOffsets(`${name}.offsets`, offsets, rows.length);
  if (rows.some((row) => row < 1 || row > most)) throw corrupt(`${name} names a token that is not there`);
  return Array.from({ length: offsets.length - 1 }, (_, i) => rows.subarray(offsets[i], offsets[i + 1]));
}

function corrupt(what: string): VitrineError {
  return new VitrineError('pack-corrupt', `The describer cannot be read: ${what}.`, {
    remedy: 'Train it again with `vitrine train-describer`.',
  });
}
