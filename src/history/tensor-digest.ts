import type { NamedTensors } from '../contract/neural.ts';

/**
 * 64 bits over all bytes, for telling what is damaged or torn, not what is forged (FNV-1a over 32-bit words, two lanes
 * with different starts). WebCrypto's digests are not there on a page without https.
 */
export function digestOf(bytes: Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  const whole = bytes.byteLength >>> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mix = (value: number) => {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value ^ (a >>> 15), 0x85ebca6b);
  };
  for (let word = 0; word < whole; word++) mix(view.getUint32(word * 4, true));
  for (let i = whole * 4; i < bytes.byteLength; i++) mix(bytes[i]);
  mix(bytes.byteLength);
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Digest of names, shapes and numbers, in order of name. */
export function digestOfTensors(tensors: NamedTensors): string {
  const parts = Object.keys(tensors)
    .sort()
    .map((name) => {
      const { shape, data } = tensors[name];
      return `${name}:${shape}:${digestOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`;
    });
  return digestOf(new TextEncoder().encode(parts.join('|')));
}
