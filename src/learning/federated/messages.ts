import { type ClientMessage, FEDERATED } from '../../contract/federated.ts';
import { base64, toBase64 } from '../../contract/validation/base64.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { digestOf, hexOf, type KeyPair, PUBLIC_BYTES, SECRET_BYTES, sign, signingPair, verify } from './key-pairs.ts';
import { envelope, HEX_DIGEST } from './read-task.ts';
import { refused } from './refused.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Kind = ClientMessage['kind'];

/** Other clients that one shares secrets with, at most: shares are points over a field of 256 numbers. */
export const MOST_PEERS = 255;
/** A share has one byte beside the secret's own: its place. */
export const SHARE_BYTES = SECRET_BYTES + 1;

/** The public keys of one client. */
export interface PublicKeys {
  client: string;
  signing: Bytes;
  encryption: Bytes;
  masking: Bytes;
}

const SIGNATURE_BYTES = 64;
/** A vector of a million weights. */
const LONGEST_CONTENT = 8 * 2 ** 20;
const key = base64(PUBLIC_BYTES);
const share = plain.fields({ of: HEX_DIGEST, share: base64(SHARE_BYTES) });

/** What each kind of message contains. */
const CONTENTS = {
  keys: plain.fields({ signing: key, encryption: key, masking: key }),
  shares: plain.fields({
    /** SHA-256 of the seed of the self mask. */
    commitment: base64(32),
    sealed: plain.list(plain.fields({ to: HEX_DIGEST, sealed: plain.text(400) }), 1, MOST_PEERS),
  }),
  unmasking: plain.fields({
    /** Of survivors. */
    selfMasks: plain.list(share, 0, MOST_PEERS),
    /** Of those who dropped out. */
    maskingKeys: plain.list(share, 0, MOST_PEERS),
  }),
};
type Contents = { [TKind in keyof typeof CONTENTS]: plain.Read<(typeof CONTENTS)[TKind]> };

const Message = plain.fields({
  ...envelope,
  kind: plain.oneOf<Kind>(['keys', 'shares', 'masked-input', 'unmasking']),
  client: HEX_DIGEST,
  content: plain.text(LONGEST_CONTENT),
  signature: plain.check(plain.text(2 * SIGNATURE_BYTES), (text) => text !== '', 'not empty'),
});

const signedText = ({ kind, round, client, content }: Omit<ClientMessage, 'signature'>): string =>
  [FEDERATED.format, FEDERATED.version, kind, round, client, content].join('\n');

/** Signs one client's messages of one round. */
export class Signer {
  private constructor(
    readonly round: string,
    readonly client: string,
    readonly pair: KeyPair,
  ) {}

  static async create(round: string): Promise<Signer> {
    const pair = await signingPair();
    return new Signer(round, hexOf(await digestOf(pair.publicKey)), pair);
  }

  async message(kind: Kind, content: string): Promise<ClientMessage> {
    const unsigned = { ...FEDERATED, kind, round: this.round, client: this.client, content };
    return { ...unsigned, signature: toBase64(await sign(signedText(unsigned), this.pair)) };
  }
}

/** Reads a client's message as it came. @throws VitrineError `federated-refused` */
export function readMessage(value: unknown, round: string, kind: Kind): ClientMessage {
  const message = plain.read(Message, value, (what) => refused(`Of a client's message, ${what}`));
  if (message.round !== round) throw refused('A message is of another round');
  if (message.kind !== kind) throw refused(`A message is of the kind ${message.kind} where ${kind} was due`);
  return message;
}

/** @throws VitrineError `federated-refused` where the message is not as its sender signed it */
export async function checkSignature(message: ClientMessage, signing: Bytes): Promise<void> {
  const signature = plain.read(base64(SIGNATURE_BYTES), message.signature, (what) =>
    refused(`Of a signature, ${what}`),
  );
  if (!(await verify(signedText(message), signature, signing))) throw refused('A message was changed on its way');
}

/** The content of a message. @throws VitrineError `federated-refused` */
export function contentOf<TKind extends keyof Contents>(kind: TKind, { content }: ClientMessage): Contents[TKind] {
  const refuse = (what: string) => refused(`Of a message of the kind ${kind}, ${what}`);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw refuse('the content is not JSON');
  }
  return plain.read<unknown>(CONTENTS[kind], value, refuse) as Contents[TKind];
}

/** The keys that a message brings: its sender's name is the digest of one of them. @throws VitrineError `federated-refused` */
export async function readKeys(value: unknown, round: string): Promise<PublicKeys & { message: ClientMessage }> {
  const message = readMessage(value, round, 'keys');
  const keys = contentOf('keys', message);
  if (hexOf(await digestOf(keys.signing)) !== message.client) throw refused('A client is not named after its key');
  await checkSignature(message, keys.signing);
  return { client: message.client, ...keys, message };
}

/** A masked input's vector. @throws VitrineError `federated-refused` */
export function vectorOf({ content }: ClientMessage, length: number): Uint32Array {
  const bytes = plain.read(base64(4 * length), content, (what) => refused(`Of a masked input, ${what}`));
  const words = new DataView(bytes.buffer);
  return Uint32Array.from({ length }, (_, i) => words.getUint32(4 * i, true));
}

export function contentOfVector(vector: Uint32Array): string {
  const words = new DataView(new ArrayBuffer(4 * vector.length));
  for (const [i, value] of vector.entries()) words.setUint32(4 * i, value, true);
  return toBase64(new Uint8Array(words.buffer));
}
