import { agree } from './key-pairs.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Adds to a vector, modulo 2³², or takes away from it, the mask that a seed stands for: the stream of AES-256 in counter mode under
 * the seed, from counter 0 on, read as unsigned 32-bit numbers, lowest byte first.
 */
export async function addMask(vector: Uint32Array, seed: Bytes, sign: 1 | -1): Promise<void> {
  const key = await crypto.subtle.importKey('raw', seed, 'AES-CTR', false, ['encrypt']);
  const counter = { name: 'AES-CTR', counter: new Uint8Array(16), length: 64 };
  const stream = await crypto.subtle.encrypt(counter, key, new Uint8Array(vector.length * 4));
  const words = new DataView(stream);
  for (let i = 0; i < vector.length; i++) vector[i] += sign * words.getUint32(4 * i, true);
}

/**
 * Adds the mask that two clients share: one of them adds it, the other takes it away, so that it is gone from their sum.
 * @param own the client whose vector it is.
 */
export async function addPairwiseMask(
  vector: Uint32Array,
  own: { client: string; maskingKey: CryptoKey },
  peer: { client: string; masking: Bytes },
  round: string,
): Promise<void> {
  const seed = await agree(own.maskingKey, peer.masking, round, 'mask');
  await addMask(vector, seed, own.client < peer.client ? 1 : -1);
}
