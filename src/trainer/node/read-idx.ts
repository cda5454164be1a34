import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { VitrineError } from '../../contract/errors.ts';

/** An array of bytes as MNIST and its kin are published. */
export interface Idx {
  shape: readonly number[];
  data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/** Reads an IDX file, gzipped or not. @throws VitrineError `bad-options` */
export function readIdx(path: string): Idx {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch (cause) {
    throw new VitrineError('bad-options', `${path} cannot be read.`, { remedy: 'Check the path.', cause });
  }
  const rank = bytes[3];
  if (
    bytes.length < 4 ||
    bytes[0] !== 0 ||
    bytes[1] !== 0 ||
    bytes[2] !== UNSIGNED_BYTE ||
    bytes.length < 4 + 4 * rank
  ) {
    throw notIdx(path);
  }
  const shape = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const data = new Uint8Array(bytes.subarray(4 + 4 * rank));
  if (shape.reduce((product, size) => product * size, 1) !== data.length) throw notIdx(path);
  return { shape, data };
}

function notIdx(path: string): VitrineError {
  return new VitrineError('bad-options', `${path} is no IDX file of bytes.`, {
    remedy: 'Give a file such as train-images-idx3-ubyte.gz, or a folder of pictures.',
  });
}
