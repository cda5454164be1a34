import { existsSync, readFileSync } from 'node:fs';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { VitrineError } from '../../contract/errors.ts';
import { readSafetensors } from '../../pack/safetensors.ts';
import { namesIn, PRODUCT_NAMES, plainName } from '../../reading/column-names.ts';
import { linesOf } from '../log/read-text-log.ts';
import type { GivenVectors } from '../vectors/import-vectors.ts';
import { type Matrix, readNpy } from '../vectors/read-npy.ts';
import { textIn } from './open-log.ts';

/** What the columns of a Parquet file are called, where that is not usual. */
export interface VectorColumns {
  id?: string;
  vector?: string;
}

/**
 * Reads vectors of products: Parquet with a column of ids and one of lists, an array of numpy, or safetensors with one matrix.
 * @param ids path of the ids of the rows, one a line or a JSON list, for files that hold none; where a Parquet file numbers its
 * products, as MLlib does, line `i` (from 0) names number `i`
 * @throws VitrineError `bad-options`
 */
export async function readVectors(
  path: string,
  ids: string | undefined,
  columns: VectorColumns,
): Promise<GivenVectors> {
  if (!existsSync(path)) throw wrong(`There is no ${path}.`, 'Check the path of the vectors.');
  const given = ids === undefined ? undefined : await readIds(ids);
  if (/\.parquet$/i.test(path)) return readParquet(path, given, columns);
  const matrix = /\.npy$/i.test(path) ? readNpy(readFileSync(path), path) : readMatrix(path);
  if (given === undefined)
    throw wrong(`${path} does not say whose vectors they are.`, 'Name the file of ids: --ids FILE');
  if (given.length !== matrix.rows) {
    throw wrong(
      `There are ${matrix.rows} vectors and ${given.length} ids.`,
      'Give an id a row, in the order of the rows.',
    );
  }
  return { ...matrix, ids: given };
}

async function readIds(path: string): Promise<string[]> {
  if (!existsSync(path)) throw wrong(`There is no ${path}.`, 'Check the path of the ids.');
  const text = readFileSync(path, 'utf8').trimStart();
  if (!text.startsWith('[')) return linesOf(textIn(path));
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch (cause) {
    throw wrong(`${path} is no JSON list.`, 'Give ids one a line, or as a JSON list.', cause);
  }
}

function readMatrix(path: string): Matrix {
  if (!/\.safetensors$/i.test(path)) {
    throw wrong(`What ${path} is cannot be told by its name.`, 'Give a file called .parquet, .npy or .safetensors.');
  }
  let tensors: ReturnType<typeof readSafetensors>['tensors'];
  try {
    tensors = readSafetensors(readFileSync(path)).tensors;
  } catch (cause) {
    throw wrong(`${path} cannot be read: ${VitrineError.from(cause).message}`, 'Save one matrix as float32.', cause);
  }
  const matrices = Object.entries(tensors).filter(
    ([, { shape, data }]) => shape.length === 2 && data instanceof Float32Array,
  );
  if (matrices.length !== 1) {
    const names = Object.keys(tensors).join(', ').slice(0, 200);
    throw wrong(`${path} holds ${matrices.length} matrices of float32: ${names}.`, 'Save the vectors alone.');
  }
  const [[, { shape, data }]] = matrices;
  return { rows: shape[0], width: shape[1], data: data as Float32Array };
}

async function readParquet(path: string, given: string[] | undefined, columns: VectorColumns): Promise<GivenVectors> {
  let records: Record<string, unknown>[];
  try {
    const file = await asyncBufferFromFile(path);
    records = await parquetReadObjects({ file, metadata: await parquetMetadataAsync(file), compressors });
  } catch (cause) {
    throw wrong(`${path} cannot be read: ${(cause as Error).message}`, 'Check that the file is whole.', cause);
  }
  const [first] = records;
  if (first === undefined) throw wrong(`${path} has no rows.`, 'Give a file with vectors.');
  const fields = Object.keys(first);
  const vector = columnOf(fields, columns.vector) ?? fields.find((field) => numbersIn(first[field]) !== undefined);
  if (vector === undefined) {
    throw wrong(`No column of ${path} holds lists of numbers: ${fields.join(', ')}.`, 'Name it: --columns vector=NAME');
  }
  const names = namesIn(PRODUCT_NAMES.id);
  const id =
    columnOf(fields, columns.id) ??
    fields.find((field) => field !== vector && names.includes(plainName(field))) ??
    fields.find((field) => field !== vector && typeof first[field] === 'string');
  if (id === undefined)
    throw wrong(`No column of ${path} holds ids: ${fields.join(', ')}.`, 'Name it: --columns id=NAME');
  const width = numbersIn(first[vector])?.length ?? 0;
  const data = new Float32Array(records.length * width);
  const ids = records.map((record, row) => {
    const numbers = numbersIn(record[vector]);
    if (numbers?.length !== width || width === 0) {
      throw wrong(
        `The vector of row ${row} has ${numbers?.length ?? 'no'} numbers, and that of the first row ${width}.`,
        'Give vectors of one width.',
      );
    }
    data.set(numbers, row * width);
    return given === undefined ? String(record[id] ?? '') : nameOf(record[id], given);
  });
  return { rows: records.length, width, data, ids };
}

/** The numbers of a list, or of a vector as MLlib writes it. */
function numbersIn(value: unknown): ArrayLike<number> | undefined {
  if (ArrayBuffer.isView(value)) return value as Float32Array;
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'number') ? value : undefined;
  }
  if (typeof value === 'object' && value !== null && 'values' in value) return numbersIn(value.values);
  return undefined;
}

function columnOf(fields: readonly string[], name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (fields.includes(name)) return name;
  throw wrong(`There is no column ${name}: ${fields.join(', ')}.`, 'Name one of them with --columns.');
}

function nameOf(number: unknown, names: readonly string[]): string {
  const name = names[Number(number)];
  if (name === undefined) throw wrong(`No line of the ids names ${String(number)}.`, 'Count the lines from 0.');
  return name;
}

function wrong(message: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('bad-options', message, { remedy, cause });
}
