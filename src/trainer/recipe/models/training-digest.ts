/** The first 16 digits of the SHA-256 of all inputs, one after the other: tells what decides a training from other such. */
export async function trainingDigest(inputs: readonly (string | ArrayBufferView)[]): Promise<string> {
  const parts = inputs.map((input) =>
    typeof input === 'string'
      ? new TextEncoder().encode(input)
      : new Uint8Array(input.buffer, input.byteOffset, input.byteLength),
  );
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
