/**
 * The server's side of federated learning, as a reference for Node and other runtimes with WebCrypto: it takes browsers' messages and
 * gives the sum of their updates. docs/federated.md has the messages.
 */

export { VitrineError } from './contract/errors.ts';
export type { ClientMessage, FederatedTask, ServerMessage } from './contract/federated.ts';
export { type AggregatedSum, Aggregator, type AggregatorOptions } from './learning/federated/aggregator.ts';
export { decode as meanUpdate } from './learning/federated/fixed-point.ts';
