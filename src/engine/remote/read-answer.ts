import * as plain from '../../contract/validation/plain-data.ts';

/** Bytes of an answer that are read: 200 products with their records take about a tenth. */
const MOST_BYTES = 1024 * 1024;

const Answer = plain.fields({ candidates: plain.list(plain.anything) });

/**
 * The answer of an endpoint of which nothing is known: a list of what may be candidates.
 * @throws Error that says what is wrong with it
 */
export async function readAnswer(response: Response): Promise<readonly unknown[]> {
  if (!response.ok) throw new Error(`the endpoint answered with status ${response.status}`);
  const text = await readText(response);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const type = response.headers.get('content-type') ?? 'no type';
    throw new Error(`the endpoint's answer is no JSON; it says that it is ${type}`);
  }
  return plain.read(Answer, json, (what) => new Error(`the endpoint's answer cannot be used: ${what}`)).candidates;
}

async function readText({ body }: Response): Promise<string> {
  if (body === null) throw new Error("the endpoint's answer is empty");
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      bytes += piece.value.length;
      if (bytes > MOST_BYTES) throw new Error(`the endpoint's answer has more than ${MOST_BYTES} bytes`);
      text += decoder.decode(piece.value, { stream: true });
    }
    return text + decoder.decode();
  } finally {
    // The rest of an answer that is refused would be downloaded in vain.
    reader.cancel().catch(() => undefined);
  }
}
