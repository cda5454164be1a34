import { VitrineError } from '../../contract/errors.ts';

/** A matrix as it lies in a file. [rows, width] */
export interface Matrix {
  rows: number;
  width: number;
  data: Float32Array;
}

const MAGIC = '\x93NUMPY';
const VERSION_AT = 6;
const LENGTH_AT = 8;

/**
 * Reads a matrix that numpy saved: format 1 to 3, little-endian floats of 16, 32 or 64 bits, rows one after the other.
 * @throws VitrineError `bad-options`
 */
export function readNpy(bytes: Uint8Array, name: string): Matrix {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy = bytes.length > LENGTH_AT + 4 && latin(bytes.subarray(0, MAGIC.length)) === MAGIC;
  if (!isNpy) throw unreadable(`${name} is no array of numpy.`, 'Save it with numpy.save.');
  const isShort = bytes[VERSION_AT] === 1;
  const start = LENGTH_AT + (isShort ? 2 : 4);
  const end = start + (isShort ? view.getUint16(LENGTH_AT, true) : view.getUint32(LENGTH_AT, true));
  const header = latin(bytes.subarray(start, end));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/
    .exec(header)?.[1]
    .split(',')
    .filter((size) => size.trim() !== '');
  const [rows, width] = (shape ?? []).map(Number);
  if (shape?.length !== 2 || !(width > 0)) {
    throw unreadable(`${name} has the shape (${shape?.join(',') ?? ''}).`, 'Save a matrix: a row a product.');
  }
  if (/'fortran_order':\s*True/.test(header)) {
    throw unreadable(`${name} holds its columns one after the other.`, 'Save numpy.ascontiguousarray(vectors).');
  }
  const reader = type === undefined ? undefined : READERS[type];
  if (reader === undefined) throw unreadable(`${name} holds ${type}.`, 'Save vectors.astype("float32").');
  if (bytes.length !== end + rows * width * reader.size) {
    throw unreadable(`${name} has ${bytes.length} bytes, but its shape needs ${end + rows * width * reader.size}.`);
  }
  return {
    rows,
    width,
    data: Float32Array.from({ length: rows * width }, (_, i) => reader.read(view, end + i * reader.size)),
  };
}

const READERS: Readonly<Record<string, { size: number; read: (view: DataView, at: number) => number }>> = {
  '<f2': { size: 2, read: (view, at) => halfFloat(view.getUint16(at, true)) },
  '<f4': { size: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { size: 8, read: (view, at) => view.getFloat64(at, true) },
};

/** A number of IEEE 754's 16 bits. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

function unreadable(message: string, remedy = 'Check that the file is whole.'): VitrineError {
  return new VitrineError('bad-options', message, { remedy });
}
