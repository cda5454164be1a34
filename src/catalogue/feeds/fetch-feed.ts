import { VitrineError } from '../../contract/errors.ts';

/**
 * Bytes of the feed at an address, in pieces as they arrive. The request goes out at once.
 * @throws VitrineError `feed-unreachable`, when it is read
 */
export function fetchFeed(url: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const response = fetch(url, { signal });
  response.catch(() => undefined);
  return read(url, response);
}

async function* read(url: string, responding: Promise<Response>): AsyncGenerator<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await responding;
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } catch (cause) {
    throw new VitrineError('feed-unreachable', `The product feed at ${url} could not be fetched: ${String(cause)}`, {
      remedy: 'Check the address, and that its server allows this page to read it (CORS).',
      cause,
    });
  } finally {
    // Also where the rows turned out unreadable and nobody reads on: else the rest would be downloaded in vain.
    reader?.cancel().catch(() => undefined);
  }
}

/** Text of UTF-8 that comes in pieces. */
export async function* textOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
