import * as plain from '../contract/validation/plain-data.ts';
import { corruptPack } from './corrupt-pack.ts';
import type { Tensor, TensorData } from './pack.ts';

/** safetensors: 8 bytes of header length (little-endian), a JSON header, then the tensors' bytes without holes. */
export interface SafetensorsFile {
  metadata: Record<string, string>;
  tensors: Record<string, Tensor>;
}

interface ArrayType {
  new (buffer: ArrayBuffer, offset?: number, length?: number): TensorData;
  readonly BYTES_PER_ELEMENT: number;
}
const ARRAYS: Readonly<Record<string, ArrayType>> = {
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
};

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
/** A header of a pack has a few kilobytes; one over this is refused unread. */
const MAX_HEADER_BYTES = 1 << 20;
const MAX_TENSORS = 1024;
const MAX_RANK = 8;

/** Tensors lie in the file in the order given. */
export function writeSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const ordered = Object.entries(tensors);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { data, shape }] of ordered) {
    header[name] = { dtype: typeOf(data), shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a file that nobody vouches for.
 * @throws VitrineError `pack-corrupt`.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const reader = new SafetensorsReader();
  reader.push(bytes);
  reader.end();
  return { metadata: reader.metadata!, tensors: Object.fromEntries(reader.tensors) };
}

/**
 * Reads a file that nobody vouches for, as it arrives. Each tensor gets memory of its own, when its first byte is there:
 * one that is done with can be let go. Each method throws VitrineError `pack-corrupt`.
 */
export class SafetensorsReader {
  /** `undefined` until the header is there. */
  metadata: Record<string, string> | undefined;
  /** Those that are complete. */
  readonly tensors = new Map<string, Tensor>();
  /** Bytes of the header, until it is complete. */
  #head = new Uint8Array(0);
  #spans: readonly Span[] = [];
  /** The tensor that comes next, or is under way, and what of it is there. */
  #at = 0;
  #bytes: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;

  readonly #onHeader: (metadata: Record<string, string>) => void;

  /** @param onHeader called when the header is read, before there is memory for any tensor */
  constructor(onHeader: (metadata: Record<string, string>) => void = () => {}) {
    this.#onHeader = onHeader;
  }

  /** Names of all tensors that the header tells of. */
  get names(): string[] {
    return this.#spans.map(({ name }) => name);
  }

  /** Bytes of all tensors that the header tells of. */
  get bytes(): number {
    return this.#spans.at(-1)?.end ?? 0;
  }

  /** Rows of a tensor that the header tells of; 0 where it does not. */
  rowsOf(tensor: string): number {
    return this.#spans.find(({ name }) => name === tensor)?.shape[0] ?? 0;
  }

  push(piece: Uint8Array): void {
    let rest = piece;
    if (this.metadata === undefined) {
      const head = new Uint8Array(this.#head.length + piece.length);
      head.set(this.#head);
      head.set(piece, this.#head.length);
      this.#head = head;
      const end = this.#headerEnd();
      if (end === undefined || head.length < end) return;
      this.#readHeader(head.subarray(LENGTH_BYTES, end));
      this.#head = new Uint8Array(0);
      rest = head.subarray(end);
    }
    for (; this.#at < this.#spans.length; this.#at++) {
      const span = this.#spans[this.#at];
      this.#bytes ??= allocate(span);
      const part = rest.subarray(0, this.#bytes.length - this.#filled);
      this.#bytes.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled < this.#bytes.length) return;
      this.tensors.set(span.name, { shape: span.shape, data: dataOf(span, this.#bytes.buffer) });
      this.#bytes = undefined;
      this.#filled = 0;
    }
    if (rest.length > 0) throw corruptPack('it goes on after its last tensor');
  }

  /** The file ends here. */
  end(): void {
    if (this.metadata === undefined || this.#at < this.#spans.length) throw corruptPack('it is truncated');
  }

  #headerEnd(): number | undefined {
    if (this.#head.length < LENGTH_BYTES) return undefined;
    const length = new DataView(this.#head.buffer).getBigUint64(0, true);
    // `<`
    if (length > MAX_HEADER_BYTES && this.#head.subarray(0, LENGTH_BYTES).includes(60))
      throw corruptPack('it is an HTML page');
    if (length > MAX_HEADER_BYTES) throw corruptPack(`its header would have ${length} bytes`);
    return LENGTH_BYTES + Number(length);
  }

  #readHeader(bytes: Uint8Array): void {
    const { __metadata__: metadata, ...header } = read(Header, parseHeader(bytes));
    const entries = Object.entries(header);
    if (entries.length > MAX_TENSORS) throw corruptPack(`it names ${entries.length} tensors`);
    const spans = entries
      .map(([name, entry]) => readSpan(name, entry))
      .sort((a, b) => a.begin - b.begin || a.end - b.end);
    let reached = 0;
    for (const { name, begin, end } of spans) {
      if (begin !== reached) throw corruptPack(`tensor ${name} overlaps another or leaves a hole`);
      reached = end;
    }
    this.metadata = read(Metadata, metadata ?? {}, '__metadata__');
    this.#spans = spans;
    this.#onHeader(this.metadata);
  }
}

const count = plain.whole(0);
const Header = plain.record(plain.anything);
const Metadata = plain.record(plain.anyText);
const Description = plain.fields({
  dtype: plain.oneOf(Object.keys(ARRAYS)),
  shape: plain.list(count, 0, MAX_RANK),
  data_offsets: plain.list(count, 2, 2),
});
const read = <TValue>(reader: plain.Reader<TValue>, value: unknown, name?: string): TValue =>
  plain.read(reader, value, (what) => corruptPack(`of its header, ${what}`), name);

interface Span {
  name: string;
  type: ArrayType;
  shape: number[];
  begin: number;
  end: number;
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw corruptPack('its header is not JSON', cause);
  }
}

function readSpan(name: string, entry: unknown): Span {
  const { dtype, shape, data_offsets: offsets } = read(Description, entry, name);
  const [begin, end] = offsets;
  const type = ARRAYS[dtype];
  const bytes = shape.reduce((product, size) => product * size, type.BYTES_PER_ELEMENT);
  if (bytes !== end - begin) {
    throw corruptPack(`tensor ${name} has ${end - begin} bytes, but its shape needs ${bytes}`);
  }
  return { name, type, shape, begin, end };
}

function allocate({ name, begin, end }: Span): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(end - begin);
  } catch (cause) {
    throw corruptPack(`tensor ${name} would take ${end - begin} bytes, for which there is no memory`, cause);
  }
}

function dataOf({ name, type }: Span, buffer: ArrayBuffer): TensorData {
  const data = new type(buffer);
  if (data instanceof Float32Array && !data.every(Number.isFinite)) {
    throw corruptPack(`tensor ${name} holds numbers that are not finite`);
  }
  return data;
}

/** The safetensors name of the element type. */
export function typeOf(data: TensorData): string {
  return Object.keys(ARRAYS).find((name) => data instanceof ARRAYS[name])!;
}
