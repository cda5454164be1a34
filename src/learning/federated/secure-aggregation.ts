import { split } from 'shamir-secret-sharing';
import type {
  ClientMessage,
  CohortMessage,
  FEDERATED,
  FederatedTask,
  SealedSharesMessage,
  SurvivorsMessage,
} from '../../contract/federated.ts';
import { toBase64 } from '../../contract/validation/base64.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { agreementPair, digestOf, type KeyPair, numberOf, SECRET_BYTES } from './key-pairs.ts';
import { addMask, addPairwiseMask } from './masks.ts';
import { contentOfVector, MOST_PEERS, type PublicKeys, readKeys, Signer } from './messages.ts';
import { envelope, HEX_DIGEST } from './read-task.ts';
import { refused } from './refused.ts';
import { type Shares, seal, sealingKey, unseal } from './sealed-shares.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const Cohort = plain.fields({
  ...envelope,
  kind: plain.oneOf(['cohort']),
  clients: plain.whole(2),
  threshold: plain.whole(1, MOST_PEERS),
  peers: plain.list(plain.anything, 1, MOST_PEERS),
});
const SealedShares = plain.fields({
  ...envelope,
  kind: plain.oneOf(['sealed-shares']),
  shares: plain.list(plain.fields({ from: HEX_DIGEST, sealed: plain.anyText }), 0, MOST_PEERS),
});
const Survivors = plain.fields({
  ...envelope,
  kind: plain.oneOf(['survivors']),
  count: plain.whole(1),
  peers: plain.list(HEX_DIGEST, 0, MOST_PEERS),
});
const Received = plain.fields({ ...envelope, kind: plain.oneOf(['received']) });

/** A peer, with the key that shares travel under between the two. */
interface Peer extends PublicKeys {
  sealing: CryptoKey;
}

/**
 * One client's part in a secure aggregation: its vector leaves it only under masks that are gone from the sum of all vectors
 * (Bonawitz et al., "Practical Secure Aggregation for Privacy-Preserving Machine Learning", 2017, against a server that follows the
 * protocol and is curious). It gives the message to send and takes the server's answer to it, four times.
 *
 * Our deviations:
 * - Clients may share secrets with some of the others only, their peers, as the server chooses (Bell et al., "Secure
 *   Single-Server Aggregation with (Poly)Logarithmic Overhead", 2020): cohorts may then be larger than 256.
 * - Instead of the round in which survivors are confirmed, more than half of the peers' shares are needed for a secret. A server that
 *   names different survivors to different clients then gets both secrets of a client only where some of its peers help it.
 * - Messages are signed with a key of the round, and the seed of the self mask is committed to: a changed message is refused, and
 *   where a share is wrong there is no sum instead of a wrong one.
 *
 * @throws VitrineError `federated-refused`, where an answer does not fit
 */
export async function* secureAggregation(
  vector: Int32Array,
  task: Pick<FederatedTask, 'round' | 'cohort' | 'survivors'>,
): AsyncGenerator<ClientMessage, void, unknown> {
  const { round } = task;
  const signer = await Signer.create(round);
  const [encryption, masking] = await Promise.all([agreementPair(), agreementPair()]);

  const keys = {
    signing: toBase64(signer.pair.publicKey),
    encryption: toBase64(encryption.publicKey),
    masking: toBase64(masking.publicKey),
  };
  const cohort = answer<CohortMessage>(Cohort, yield await signer.message('keys', JSON.stringify(keys)), round);
  const peers = await readPeers(cohort, task, signer.client, encryption);

  const seed = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const shares = await shareSecrets(seed, masking, [...peers.values()], cohort.threshold, signer);
  const sent = await signer.message('shares', JSON.stringify(shares));
  const { shares: got } = answer<SealedSharesMessage>(SealedShares, yield sent, round);
  const held = await openShares(got, peers, cohort.threshold, signer);

  const masked = Uint32Array.from(vector);
  await addMask(masked, seed, 1);
  const own = { client: signer.client, maskingKey: masking.privateKey };
  for (const client of held.keys()) await addPairwiseMask(masked, own, peers.get(client)!, round);
  const input = await signer.message('masked-input', contentOfVector(masked));
  const survivors = answer<SurvivorsMessage>(Survivors, yield input, round);

  const unmasking = tellShares(survivors, held, task, cohort.threshold);
  answer(Received, yield await signer.message('unmasking', JSON.stringify(unmasking)), round);
}

/** @throws VitrineError `federated-refused` */
function answer<TMessage>(reader: plain.Reader<unknown>, value: unknown, round: string): TMessage {
  const read = plain.read(reader, value, (what) => refused(`Of the server's answer, ${what}`));
  if ((read as typeof FEDERATED & { round: string }).round !== round) throw refused('An answer is of another round');
  return read as TMessage;
}

async function readPeers(
  { peers: messages, clients, threshold }: CohortMessage,
  { round, cohort, survivors }: Pick<FederatedTask, 'round' | 'cohort' | 'survivors'>,
  client: string,
  { privateKey }: KeyPair,
): Promise<Map<string, Peer>> {
  if (clients > cohort || clients < survivors) throw refused('The cohort is not as large as the task says');
  if (messages.length >= clients) throw refused('There are more peers than clients');
  if (2 * threshold <= messages.length) throw refused('Too few shares would give a secret away');
  if (threshold < 2 || threshold > messages.length) throw refused('The threshold does not fit the number of peers');
  const peers = new Map<string, Peer>();
  for (const message of messages) {
    const { message: _, ...keys } = await readKeys(message, round);
    peers.set(keys.client, { ...keys, sealing: await sealingKey(privateKey, keys, round) });
  }
  if (peers.size < messages.length || peers.has(client)) throw refused('A peer is named twice, or is this client');
  return peers;
}

async function shareSecrets(
  seed: Bytes,
  masking: KeyPair,
  peers: readonly Peer[],
  threshold: number,
  { round, client: from }: Signer,
) {
  const [seeds, numbers] = await Promise.all([
    split(seed, peers.length, threshold),
    split(await numberOf(masking.privateKey), peers.length, threshold),
  ]);
  const sealed = await Promise.all(
    peers.map(async ({ client: to, sealing }, i) => {
      const shares = { selfMask: seeds[i] as Bytes, maskingKey: numbers[i] as Bytes };
      return { to, sealed: await seal(shares, sealing, { round, from, to }) };
    }),
  );
  return { commitment: toBase64(await digestOf(seed)), sealed };
}

/** The shares that the peers sealed for this client; who sent none dropped out. */
async function openShares(
  sent: SealedSharesMessage['shares'],
  peers: ReadonlyMap<string, Peer>,
  threshold: number,
  { round, client: to }: Signer,
): Promise<Map<string, Shares>> {
  const held = new Map<string, Shares>();
  for (const { from, sealed } of sent) {
    const peer = peers.get(from);
    if (peer === undefined || held.has(from)) throw refused('Shares come twice, or from no peer');
    held.set(from, await unseal(sealed, peer.sealing, { round, from, to }));
  }
  if (held.size < threshold) throw refused('Too many peers dropped out');
  return held;
}

/** Of each peer one share: of the seed where it survived, of the masking key where it dropped out; never both. */
function tellShares(
  { count, peers }: SurvivorsMessage,
  held: ReadonlyMap<string, Shares>,
  { cohort, survivors }: Pick<FederatedTask, 'cohort' | 'survivors'>,
  threshold: number,
) {
  const alive = new Set(peers);
  if (alive.size < peers.length || peers.some((client) => !held.has(client))) {
    throw refused('A survivor is named twice, or is no peer');
  }
  if (count < survivors || count > cohort || peers.length < threshold || peers.length >= count) {
    throw refused('There are fewer survivors than the noise was made for');
  }
  const entries = [...held];
  const told = (survived: boolean, secret: keyof Shares) =>
    entries
      .filter(([client]) => alive.has(client) === survived)
      .map(([of, shares]) => ({ of, share: toBase64(shares[secret]) }));
  return { selfMasks: told(true, 'selfMask'), maskingKeys: told(false, 'maskingKey') };
}
