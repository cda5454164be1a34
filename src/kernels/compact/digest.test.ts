import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Digest, digestOf } from './digest.ts';

test('in whatever pieces the bytes come, the digest is the same; another byte gives another', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), (pieces) => {
      const digest = new Digest();
      for (const piece of pieces) digest.update(piece);
      const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
      expect(digest.text).toBe(digestOf(whole));
      for (let i = 0; i < whole.length; i++) {
        const other = whole.slice();
        other[i] ^= 1;
        expect(digestOf(other)).not.toBe(digest.text);
      }
      expect(digestOf(Uint8Array.of(...whole, 0))).not.toBe(digest.text);
    }),
  );
});
