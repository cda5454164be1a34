import { type ErrorCode, VitrineError } from '../../contract/errors.ts';

/**
 * Bytes of the file at an address, in pieces as they arrive. The request goes out at once.
 * @param what as errors call the file; @param code of the error where it cannot be fetched
 * @throws VitrineError with that code, when it is read
 */
export function fetchPieces(
  url: string,
  what: string,
  code: ErrorCode,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const response = fetch(url, { signal });
  response.catch(() => undefined);
  return read(response, (cause) => {
    return new VitrineError(code, `The ${what} at ${url} could not be fetched: ${String(cause)}`, {
      remedy:
        'Check the address, that its server allows this page to read it (CORS), and that the policy does (`connect-src`).',
      cause,
    });
  });
}

async function* read(
  responding: Promise<Response>,
  refuse: (cause: unknown) => VitrineError,
): AsyncGenerator<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await responding;
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } catch (cause) {
    throw refuse(cause);
  } finally {
    // Also where what came turned out unreadable and nobody reads on: else the rest would be downloaded in vain.
    reader?.cancel().catch(() => undefined);
  }
}

/** Text of UTF-8 that comes in pieces. */
export async function* textOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
