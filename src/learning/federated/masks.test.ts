import { expect, test, vi } from 'vitest';
import { agreementPair } from './key-pairs.ts';
import { addMask, addPairwiseMask } from './masks.ts';

const LENGTH = 50;

test('a mask is the stream of AES-256 in counter mode under the seed, lowest byte first, added modulo 2³²', async () => {
  const vector = new Uint32Array(4);
  await addMask(vector, new Uint8Array(32), 1);
  // The first block under a key of zeros is dc95c078 a2408989 ad48a214 92842087 (FIPS 197, as NIST publishes its test vectors).
  expect([...vector].map((word) => word.toString(16).padStart(8, '0'))).toEqual([
    '78c095dc',
    '898940a2',
    '14a248ad',
    '87208492',
  ]);
  await addMask(vector, new Uint8Array(32), -1);
  expect([...vector]).toEqual([0, 0, 0, 0]);
});

test('a key that masks never leaves the browser', async () => {
  const importing = vi.spyOn(crypto.subtle, 'importKey');
  await addMask(new Uint32Array(1), new Uint8Array(32), 1);
  const key: CryptoKey = await importing.mock.results[0].value;
  importing.mockRestore();
  expect(key.extractable).toBe(false);
});

test('two clients share a mask: it hides what each sends, is gone from their sum, and is another one in the next round', async () => {
  const [first, second] = await Promise.all([agreementPair(), agreementPair()]);
  const a = { client: 'a', maskingKey: first.privateKey, masking: first.publicKey };
  const b = { client: 'b', maskingKey: second.privateKey, masking: second.publicKey };
  const masked = async (round: string) => {
    const vectors = [new Uint32Array(LENGTH).fill(3), new Uint32Array(LENGTH).fill(4)];
    await addPairwiseMask(vectors[0], a, b, round);
    await addPairwiseMask(vectors[1], b, a, round);
    return vectors;
  };
  const [ofA, ofB] = await masked('round 1');
  expect(ofA.map((value, i) => value + ofB[i])).toEqual(new Uint32Array(LENGTH).fill(7));
  // That a random word is small by chance happens once in 2²⁴.
  expect(ofA.filter((value) => value < 256).length).toBeLessThan(3);
  expect(ofB.filter((value) => value < 256).length).toBeLessThan(3);
  expect((await masked('round 2'))[0]).not.toEqual(ofA);
});
