import { VitrineError } from '../../contract/errors.ts';
import { base64, toBase64 } from '../../contract/validation/base64.ts';
import * as plain from '../../contract/validation/plain-data.ts';

/** What an encrypted profile calls itself. */
export const ENCRYPTED = 'vitrine-profile-encrypted';
const VERSION = 1;
/** Guesses of a passphrase cost an attacker this much each. A file of more than the most is refused: it would hold the page up. */
const ITERATIONS = 600_000;
const MOST_ITERATIONS = 10_000_000;
const SALT_BYTES = 16;
/** As AES-GCM wants it. */
const NONCE_BYTES = 12;

/** The envelope; everything in it but the sealed text is public. */
const envelope = plain.fields({
  key: plain.fields({
    kdf: plain.oneOf(['PBKDF2-SHA-256']),
    iterations: plain.whole(ITERATIONS, MOST_ITERATIONS),
    salt: base64(SALT_BYTES),
  }),
  cipher: plain.oneOf(['AES-256-GCM']),
  nonce: base64(NONCE_BYTES),
  sealed: base64(),
});

/** @returns the envelope as JSON @throws VitrineError `no-encryption` */
export async function encrypt(text: string, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const sealed = await crypto.subtle.encrypt(parameters(nonce), key, new TextEncoder().encode(text));
  return JSON.stringify({
    format: ENCRYPTED,
    version: VERSION,
    key: { kdf: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt: toBase64(salt) },
    cipher: 'AES-256-GCM',
    nonce: toBase64(nonce),
    sealed: toBase64(new Uint8Array(sealed)),
  });
}

/**
 * The text that an envelope holds.
 * @throws VitrineError `no-encryption`, `profile-unreadable`, `profile-version`, `wrong-passphrase`
 */
export async function decrypt(value: object, passphrase: string | undefined): Promise<string> {
  const { version } = value as { version?: unknown };
  if (version !== VERSION) {
    throw new VitrineError('profile-version', `The encrypted profile is not of version ${VERSION}.`, {
      remedy: 'Update the shop, or export again from a shop of this version.',
    });
  }
  const { key, nonce, sealed } = plain.read(
    envelope,
    value,
    (misfit) => new VitrineError('profile-unreadable', `The encrypted profile is damaged: ${misfit}.`),
  );
  if (passphrase === undefined) {
    throw new VitrineError('wrong-passphrase', 'The profile is encrypted.', { remedy: 'Give its passphrase.' });
  }
  const secret = await keyOf(passphrase, key.salt, key.iterations);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await crypto.subtle.decrypt(parameters(nonce), secret, sealed),
    );
  } catch (cause) {
    throw new VitrineError('wrong-passphrase', 'The passphrase is not that of the profile, or the file was changed.', {
      remedy: 'Give the passphrase with which it was exported, and the file as it was then.',
      cause,
    });
  }
}

/** The name and version are sealed with the text: a file cannot be passed off as one of another version. */
const parameters = (nonce: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: new TextEncoder().encode(`${ENCRYPTED} ${VERSION}`),
});

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new VitrineError('no-encryption', 'This page can neither encrypt nor decrypt.', {
      remedy: 'Serve it over HTTPS.',
    });
  }
  // What is typed on one keyboard is the same letters from another.
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
