import type { LogFile } from '../log/log-file.ts';

/** A log that a person gave to the page: dropped, picked, or kept from an earlier visit. */
export function logIn(file: File): LogFile {
  return {
    name: file.name,
    start: async (bytes) => new Uint8Array(await file.slice(0, bytes).arrayBuffer()),
    pieces: () => piecesOf(file),
    parts: async () => ({
      byteLength: file.size,
      slice: (from, to) => file.slice(from, to).arrayBuffer(),
    }),
  };
}

async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = first === 0x1f && second === 0x8b;
  yield* streamed(packed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream());
}

/** A stream's pieces; not every browser iterates over streams. */
export async function* streamed(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
