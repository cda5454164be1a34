import * as plain from '../contract/validation/plain-data.ts';
import { corruptPack, otherVersion } from './corrupt-pack.ts';
import type { PackSection, Tensor, TensorData } from './pack.ts';
import { typeOf } from './safetensors.ts';
import { checkOffsets, checkRange } from './section.ts';

/** What a tensor of a section is. */
export interface TensorForm<TData extends TensorData = TensorData> {
  /** Names of the element types that it may have, apart by spaces. */
  readonly types: string;
  /** −1 leaves a dimension open. */
  readonly shape: readonly number[];
  /**
   * What its numbers are: `rows` of items, 1 to their number; `amounts`, not below 0; or, by the names of tensors that come
   * before, apart by spaces, offsets into them, which rise from 0 to their length. Default: any.
   */
  readonly holds?: string | undefined;
  /** Never there: it tells the compiler the type of the data. */
  readonly of?: TData;
}
export type Forms = Readonly<Record<string, TensorForm>>;
/** The data of tensors that have these forms. */
export type DataOf<TForms> = { [TName in keyof TForms]: TForms[TName] extends TensorForm<infer TData> ? TData : never };
type Tensors = Readonly<Record<string, Tensor>>;

/**
 * What one section of a pack holds. The engine reads a section by its layout, the trainer writes it by the same, and the
 * schema that other trainers write by is made of it (`schema/`): the meanings of its names are there, since every page loads this.
 */
export interface SectionLayout<TOptions = unknown, TForms extends Forms = Forms> {
  readonly name: string;
  /** Version that is written; a section of a later one is refused. Default 1. */
  readonly version?: number;
  /** What has to be known of the options: all are required. A trainer may note others beside them. */
  readonly options: plain.Reader<TOptions>;
  /** Whether it has a vector of each item besides, of the option `width`: see `vectorForms`. Default no. */
  readonly vectors?: boolean;
  /** @param items products of the pack */
  tensors(options: TOptions, items: number): TForms;
}

/** Centroids of a part of a vector: a code is one byte. */
export const CENTROIDS = 256;

/**
 * The forms of vectors: numbers of a byte with one scale a row, with a second byte where 16 bits are kept; or
 * product-quantised.
 * @param given tells which
 */
export function vectorForms({ codes, fine }: Tensors, rows: number, width: number): Forms {
  if (codes === undefined) {
    const bytes = i8(rows, width);
    return { items: bytes, scales: amounts(rows), ...(fine && { fine: bytes }) };
  }
  const parts = codes.shape[1];
  return { codes: u8(rows, -1), centroids: f32(parts, CENTROIDS, width / parts) };
}

const form =
  <TData extends TensorData>(types: string, holds?: string) =>
  (...shape: number[]): TensorForm<TData> => ({ types, shape, holds });
export const f32 = form<Float32Array>('F32');
export const amounts = form<Float32Array>('F32', 'amounts');
export const u16 = form<Uint16Array>('U16');
export const u8 = form<Uint8Array>('U8');
export const i8 = form<Int8Array>('I8');
/** Weights that may be signed. */
export const signed = form<Uint8Array | Int8Array>('U8 I8');
/** Rows of items. */
export const rows = form<Uint16Array | Uint32Array>('U16 U32', 'rows');
export const offsets = (into: string, length: number): TensorForm<Uint32Array> =>
  form<Uint32Array>('U32', into)(length);

/** Tensors of float32 with these shapes, by name. */
export const floats = (shapes: Readonly<Record<string, readonly number[]>>): Record<string, TensorForm<Float32Array>> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, f32(...shape)]));

/** The data of rows, in as few bytes as the number of products allows. */
export const itemRows = (values: ArrayLike<number>, items: number): Uint16Array | Uint32Array =>
  items < 1 << 16 ? Uint16Array.from(values) : Uint32Array.from(values);

/**
 * The options of a section and its tensors, every one checked.
 * @param items products of the pack
 * @throws VitrineError `pack-corrupt`; `pack-version` where the section is of a later version
 */
export function readSection<TOptions, TForms extends Forms>(
  { name, version = 1, options, vectors, tensors }: SectionLayout<TOptions, TForms>,
  section: PackSection,
  items: number,
): [options: TOptions, tensors: DataOf<TForms>] {
  if ((section.version ?? 1) > version) throw otherVersion(`its section ${name}`, section.version, `up to ${version}`);
  const read = plain.read(options, section.options, (what) => corruptPack(`of the options of ${name}, ${what}`));
  if (vectors)
    readTensors(
      name,
      section.tensors,
      vectorForms(section.tensors, items + 1, (read as { width: number }).width),
      items,
    );
  return [read, readTensors(name, section.tensors, tensors(read, items), items)];
}

/** The data of these tensors, which have these forms. @throws VitrineError `pack-corrupt` */
export function readTensors<TForms extends Forms>(
  section: string,
  tensors: Tensors,
  forms: TForms,
  items: number,
): DataOf<TForms> {
  const read: Record<string, TensorData> = {};
  for (const [tensor, { types, shape, holds }] of Object.entries(forms)) {
    const name = `${section}/${tensor}`;
    if (!Object.hasOwn(tensors, tensor)) throw corruptPack(`tensor ${name} is missing`);
    const { shape: own, data } = tensors[tensor];
    const fits = own.length === shape.length && shape.every((size, i) => size === own[i] || size === -1);
    if (!fits || !types.includes(typeOf(data))) {
      throw corruptPack(`tensor ${name} is ${typeOf(data)} [${own}] instead of ${types} [${shape}]`);
    }
    if (holds === 'rows') checkRange(name, data, 1, items);
    else if (holds === 'amounts') checkRange(name, data, 0, Number.POSITIVE_INFINITY);
    else if (holds) for (const into of holds.split(' ')) checkOffsets(name, data, read[into].length);
    read[tensor] = data;
  }
  return read as DataOf<TForms>;
}

/**
 * The section that `readSection` reads.
 * @param options those of the layout; others beside them are kept too
 * @param vectors tensors of its vectors (`sections/vectors.ts`)
 * @throws VitrineError `pack-corrupt` where it would not be read
 */
export function writeSection<TOptions extends object, TForms extends Forms>(
  layout: SectionLayout<TOptions, TForms>,
  items: number,
  options: TOptions,
  data: DataOf<TForms>,
  vectors: Tensors = {},
): PackSection {
  const forms: Forms = layout.tensors(options, items);
  const written = Object.entries<TensorData>(data).map(([name, own]): [string, Tensor] => {
    const { shape } = forms[name];
    const known = shape.reduce((product, size) => (size < 0 ? product : product * size), 1);
    if (!shape.includes(-1) && known !== own.length) {
      throw corruptPack(`tensor ${layout.name}/${name} has ${own.length} numbers for the shape [${shape}]`);
    }
    return [name, { shape: shape.map((size) => (size < 0 ? own.length / known : size)), data: own }];
  });
  const section: PackSection = {
    version: layout.version ?? 1,
    options: { ...(options as Record<string, unknown>) },
    tensors: { ...vectors, ...Object.fromEntries(written) },
  };
  readSection(layout, section, items);
  return section;
}
