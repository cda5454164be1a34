const CURVE = { namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const AGREEMENT = { ...CURVE, name: 'ECDH' };
const SIGNING = { ...CURVE, name: 'ECDSA' };
type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of a public key: an uncompressed point. */
export const PUBLIC_BYTES = 65;
/** Bytes of a secret that is shared: a private key's number, a seed. */
export const SECRET_BYTES = 32;

export interface KeyPair {
  privateKey: CryptoKey;
  publicKey: Bytes;
}

/** A pair to agree on secrets with (ECDH). */
export const agreementPair = (): Promise<KeyPair> => pairOf(AGREEMENT, ['deriveBits']);
/** A pair to sign with (ECDSA). */
export const signingPair = (): Promise<KeyPair> => pairOf(SIGNING, ['sign', 'verify']);

async function pairOf(algorithm: EcKeyGenParams, uses: KeyUsage[]): Promise<KeyPair> {
  const { privateKey, publicKey } = (await crypto.subtle.generateKey(algorithm, true, uses)) as CryptoKeyPair;
  return { privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)) };
}

export async function sign(text: string, { privateKey }: KeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(SIGNATURE, privateKey, new TextEncoder().encode(text)));
}

/** Whether the text was signed with the private key that belongs to this public one. */
export async function verify(text: string, signature: Bytes, publicKey: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, SIGNING, false, ['verify']);
    return await crypto.subtle.verify(SIGNATURE, key, signature, new TextEncoder().encode(text));
  } catch {
    // Not a point of the curve.
    return false;
  }
}

/**
 * 32 bytes that both owners of two key pairs get, and nobody else (ECDH, then HKDF with SHA-256).
 * @param use tells apart what two pairs agree on
 */
export async function agree(privateKey: CryptoKey, peer: Bytes, round: string, use: string): Promise<Bytes> {
  const encoded = (text: string): Bytes => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey('raw', peer, AGREEMENT, false, []);
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: key }, privateKey, 256);
  const material = await crypto.subtle.importKey('raw', agreed, 'HKDF', false, ['deriveBits']);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encoded(round),
    info: encoded(`vitrine-federated 1 ${use}`),
  };
  return new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 8 * SECRET_BYTES));
}

/** A private key as the number that it is, in 32 bytes. */
export async function numberOf(privateKey: CryptoKey): Promise<Bytes> {
  const { d } = await crypto.subtle.exportKey('jwk', privateKey);
  const text = atob(d!.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The private key that a number is. @throws where it is not that of the public key */
export async function keyOfNumber(number: Bytes, publicKey: Bytes): Promise<CryptoKey> {
  const text = (bytes: Bytes): string =>
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const point = { x: text(publicKey.subarray(1, 33)), y: text(publicKey.subarray(33)) };
  const jwk = { kty: 'EC', crv: CURVE.namedCurve, ...point, d: text(number) };
  return crypto.subtle.importKey('jwk', jwk, AGREEMENT, false, ['deriveBits']);
}

export async function digestOf(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export const hexOf = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
