import { VitrineError } from '../../contract/errors.ts';

/** Text of the feed at an address, in pieces as they arrive. @throws VitrineError `feed-unreachable` */
export async function* fetchFeed(url: string, signal?: AbortSignal): AsyncGenerator<string> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
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
