import { base64, toBase64 } from '../../contract/validation/base64.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { agree } from './key-pairs.ts';
import { type PublicKeys, SHARE_BYTES } from './messages.ts';
import { refused } from './refused.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** One client's shares of another's two secrets. */
export interface Shares {
  /** Of the number of the private masking key. */
  maskingKey: Bytes;
  /** Of the seed of the self mask. */
  selfMask: Bytes;
}

/** Where sealed shares go: what is sealed for one client of one round opens for no other. */
interface Route {
  round: string;
  from: string;
  to: string;
}

/** What two clients seal their shares with (AES-256-GCM). */
export async function sealingKey(privateKey: CryptoKey, peer: PublicKeys, round: string): Promise<CryptoKey> {
  const bytes = await agree(privateKey, peer.encryption, round, 'shares');
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export async function seal({ maskingKey, selfMask }: Shares, key: CryptoKey, route: Route): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const plainText = new Uint8Array(2 * SHARE_BYTES);
  plainText.set(maskingKey);
  plainText.set(selfMask, SHARE_BYTES);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, route), key, plainText));
  const whole = new Uint8Array(NONCE_BYTES + sealed.length);
  whole.set(nonce);
  whole.set(sealed, NONCE_BYTES);
  return toBase64(whole);
}

/** @throws VitrineError `federated-refused` where they were changed, or sealed for another */
export async function unseal(text: string, key: CryptoKey, route: Route): Promise<Shares> {
  const bytes = plain.read(base64(NONCE_BYTES + 2 * SHARE_BYTES + TAG_BYTES), text, (what) =>
    refused(`Of sealed shares, ${what}`),
  );
  const [nonce, sealed] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)];
  try {
    const opened = new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, route), key, sealed));
    return { maskingKey: opened.slice(0, SHARE_BYTES), selfMask: opened.slice(SHARE_BYTES) };
  } catch (cause) {
    throw refused('Sealed shares were changed on their way, or are for another client', cause);
  }
}

const parameters = (iv: Bytes, { round, from, to }: Route): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode([round, from, to].join('\n')),
});
