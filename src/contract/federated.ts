import type { Interest } from './interests.ts';

/** What every message of federated learning calls itself, and the version of their form (docs/federated.md). */
export const FEDERATED = { format: 'vitrine-federated', version: 1 } as const;

interface FederatedMessage {
  format: typeof FEDERATED.format;
  version: typeof FEDERATED.version;
  /** Name of the round; no two rounds have the same. */
  round: string;
}

/** What a shop asks of its shoppers' browsers in one round: how the update is computed, and how it is hidden. */
export interface FederatedTask extends FederatedMessage {
  kind: 'task';
  /** SHA-256 of the pack whose weights the update starts from, in hexadecimal. */
  pack: string;
  /** Names of the encoder's weights in the pack's section `attention` that are trained; their order is that of the vector. */
  weights: readonly string[];
  /** Steps of gradient descent on the visitor's own history. */
  steps: number;
  /** Of these steps; above 0, at most 10. */
  learningRate: number;
  /** Length (L2 norm) that the update is shortened to where it is longer. */
  clippingNorm: number;
  /** Standard deviation of the noise in the sum of a round, in units of `clippingNorm`. */
  noiseMultiplier: number;
  /** Steps of the fixed-point numbers in 1. */
  resolution: number;
  /** Shoppers in the round, at most. */
  cohort: number;
  /** Shoppers whose updates are summed, at least: so many together add the whole noise. */
  survivors: number;
}

/** What a browser sends in a round. Whoever has the messages of all shoppers learns the sum, and nothing else of any update. */
export interface ClientMessage extends FederatedMessage {
  kind: 'keys' | 'shares' | 'masked-input' | 'unmasking';
  /** The sender in this round: SHA-256 of its public signing key, in hexadecimal. Another one in each round. */
  client: string;
  /** JSON, or for `masked-input` the vector as unsigned 32-bit numbers, lowest byte first, in base64. */
  content: string;
  /** Of what stands before it; ECDSA over P-256 with SHA-256, in base64. */
  signature: string;
}

/** The answer to `keys`: with whom the browser shares secrets. */
export interface CohortMessage extends FederatedMessage {
  kind: 'cohort';
  /** Shoppers in the round. */
  clients: number;
  /** Shares that give a secret back (Shamir threshold): more than half of the peers. */
  threshold: number;
  /** The peers' own messages of the kind `keys`. */
  peers: readonly ClientMessage[];
}

/** The answer to `shares`: those that the peers sealed for this browser. */
export interface SealedSharesMessage extends FederatedMessage {
  kind: 'sealed-shares';
  shares: readonly { from: string; sealed: string }[];
}

/** The answer to `masked-input`: whose updates are summed. */
export interface SurvivorsMessage extends FederatedMessage {
  kind: 'survivors';
  /** Of all shoppers in the round. */
  count: number;
  /** Of the peers. */
  peers: readonly string[];
}

/** The answer to `unmasking`: nothing more is asked. */
export interface ReceivedMessage extends FederatedMessage {
  kind: 'received';
}

export type ServerMessage = CohortMessage | SealedSharesMessage | SurvivorsMessage | ReceivedMessage;

/** How much may be told about a visitor, in all updates together. */
export interface PrivacyBudget {
  epsilon: number;
  delta: number;
}

/** Updates that were told of a visitor so far, by the noise that they had. */
export interface LedgerEntry {
  noiseMultiplier: number;
  updates: number;
}

/** What the page asks the neural worker for: everything that one update takes. */
export interface UpdateRequest {
  /** Name of the call, for `continueUpdate` and `cancel`. */
  call: string;
  /** Absolute address of the script that makes updates. */
  script: string;
  /** Of the pack: absolute address, or bytes. */
  pack: string | ArrayBuffer;
  /** The visitor's interactions, oldest first. */
  history: readonly Interest[];
  /** As the shop got it: nothing is known of it. */
  task: unknown;
  budget: PrivacyBudget;
  ledger: readonly LedgerEntry[];
}

/** An update that is computed and not told yet. */
export interface PreparedUpdate {
  /** The first message. */
  message: ClientMessage;
  round: string;
  noiseMultiplier: number;
  /** ε of all updates of the ledger and this one. */
  epsilon: number;
  backend: string;
}
