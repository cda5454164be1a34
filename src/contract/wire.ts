import {
  createEndpoint,
  type Endpoint,
  expose,
  type Remote,
  type TransferHandler,
  transfer,
  transferHandlers,
  wrap,
} from 'comlink';
import { fromWire, toWire, type WireError } from './errors.ts';

/** What comlink wraps around a thrown value; its own mark is private, so its own handler recognises it. */
interface Thrown {
  value: unknown;
}

/** Errors keep code, remedy and cause: comlink's own handler would drop all but the message. */
function carryErrors(): void {
  const own = transferHandlers.get('throw') as TransferHandler<Thrown, unknown>;
  const handler: TransferHandler<Thrown, WireError> = {
    canHandle: (value): value is Thrown => own.canHandle(value),
    serialize: ({ value }) => [toWire(value), []],
    deserialize: (wire) => {
      throw fromWire(wire);
    },
  };
  transferHandlers.set('throw', handler);
}

/** Functions cross as callbacks without being marked, so that an interface is called over a port as it is in process. */
function carryCallbacks(): void {
  const marked = transferHandlers.get('proxy') as TransferHandler<object, MessagePort>;
  const handler: TransferHandler<object, MessagePort> = {
    ...marked,
    canHandle: (value): value is object => typeof value === 'function',
  };
  transferHandlers.set('callback', handler);
}

/** Ports move to the other side: comlink would try to copy them. */
function movePorts(): void {
  const handler: TransferHandler<MessagePort, MessagePort> = {
    canHandle: (value): value is MessagePort => value instanceof MessagePort,
    serialize: (port) => [port, [port]],
    deserialize: (port) => port,
  };
  transferHandlers.set('port', handler);
}

/** Once for each thread: comlink's table of handlers is a module's own. */
function prepare(): void {
  if (transferHandlers.has('callback')) return;
  carryErrors();
  carryCallbacks();
  movePorts();
}

/**
 * Answers calls that arrive at a worker's own scope or at a port. In a worker, call it first and synchronously:
 * messages that arrive before it are lost.
 */
export function serve(implementation: object, endpoint: Endpoint = globalThis as unknown as Endpoint): void {
  prepare();
  expose(implementation, endpoint);
}

/**
 * The other side of `serve`: each method returns a promise, rejected with a VitrineError where the other side threw.
 * A dead thread never answers: race every call against a deadline.
 */
export function remote<TInterface>(endpoint: Endpoint): Remote<TInterface> {
  prepare();
  return wrap<TInterface>(endpoint);
}

/** An argument of a call whose buffers move to the other side: nothing is copied, and they are empty here afterwards. */
export function moving<TArgument extends object>(argument: TArgument, buffers: ArrayBufferLike[]): TArgument {
  return transfer(argument, buffers as ArrayBuffer[]);
}

/** A further port to what `service` is connected with, to be passed on to a third thread. */
export function portTo(service: Remote<unknown>): Promise<MessagePort> {
  return service[createEndpoint]();
}
