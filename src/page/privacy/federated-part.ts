import { VitrineError } from '../../contract/errors.ts';
import type { ClientMessage, PrivacyBudget, UpdateRequest } from '../../contract/federated.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { readOptions } from '../../contract/validation/read-options.ts';
import type { Settings } from '../facade/options.ts';
import type { UpdateOptions, UpdateReport } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { aborted, within } from '../workers/limits.ts';
import type { NeuralLink } from '../workers/neural-link.ts';
import { packageFile } from '../workers/prebundled.ts';
import { Ledger } from './ledger.ts';

const WHAT = 'privacy.update()';
const BUDGET: PrivacyBudget = { epsilon: 8, delta: 1e-5 };
const ANSWER_MS = 600_000;

const Options = plain.exactly({
  task: plain.anything,
  exchange: plain.check(plain.anything, (value) => typeof value === 'function', 'a function'),
  budget: plain.optional(
    plain.exactly({
      epsilon: plain.positive(Number.MAX_VALUE),
      delta: plain.check(plain.positive(1), (delta) => delta < 1, 'below 1'),
    }),
  ),
  answerDeadline: plain.optional(plain.positive(2 ** 31 - 1)),
  signal: plain.anything,
});

/** Of the neural worker, which brings it in. As in `src/index.ts`, the address is written so that bundlers find the file. */
const scriptAddress = (): string =>
  packageFile(import.meta.url, 'federated-update.js') ??
  new URL(/* @vite-ignore */ './federated-update.js', import.meta.url).href;

let calls = 0;

/**
 * Takes part in one round of federated learning: the neural worker computes, hides and masks the update; what leaves this page is
 * what `exchange` is given. It is entered in the ledger before the masked input, the first message that depends on the history.
 * @throws VitrineError see `Privacy.update`
 */
export function takePart(
  engine: EngineLink,
  neural: NeuralLink,
  settings: Settings,
  options: UpdateOptions,
): Promise<UpdateReport> {
  readOptions('options of privacy.update()', Options, options);
  const work = () => update(engine, neural, settings, options);
  // One at a time in all tabs: each must see what the others told.
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return work();
  return locks.request(`vitrine:${settings.engine.database}:ledger`, { ifAvailable: true }, (lock) => {
    if (lock !== null) return work();
    throw new VitrineError('bad-options', 'An update is under way, here or in another tab.', {
      remedy: 'Wait for its end.',
    });
  }) as Promise<UpdateReport>;
}

async function update(
  engine: EngineLink,
  neural: NeuralLink,
  settings: Settings,
  { task, exchange, budget = BUDGET, answerDeadline = ANSWER_MS, signal }: UpdateOptions,
): Promise<UpdateReport> {
  const { slowDeadline, pack } = settings;
  const allowed = (): void => {
    if (signal?.aborted) throw aborted(WHAT, signal.reason);
    if (settings.engine.consent === 'granted') return;
    throw new VitrineError(
      'no-consent',
      `Nothing may be told of the visitor: \`consent\` is \`${settings.engine.consent}\`.`,
    );
  };
  allowed();
  if (pack === undefined) {
    throw new VitrineError('nothing-to-train', 'The shop has no pack.', { remedy: 'Give the option `pack`.' });
  }
  const ledger = new Ledger(settings.engine.database);
  const limits = { what: WHAT, deadline: slowDeadline, signal };
  const history = await engine.ask(limits, (service) => service.history(Number.MAX_SAFE_INTEGER), { slow: true });
  const call = `update-${++calls}`;
  const request: UpdateRequest = {
    call,
    script: scriptAddress(),
    pack,
    history: history.reverse().map(({ name, product, session }) => ({ name, product, session })),
    task: plainCopy(task),
    budget,
    ledger: ledger.open(),
  };
  const life = await within(limits, () => neural.ready());
  try {
    const prepared = await within(limits, () => life.call((service) => service.startUpdate(request), slowDeadline));
    let message: ClientMessage | undefined = prepared.message;
    while (message !== undefined) {
      allowed();
      if (message.kind === 'masked-input') ledger.add(prepared.noiseMultiplier);
      const sent: ClientMessage = message;
      const answer = await within({ ...limits, deadline: answerDeadline }, () => answered(exchange, sent));
      message = await within(limits, () => life.call((service) => service.continueUpdate(call, answer), slowDeadline));
    }
    const { round, epsilon, backend } = prepared;
    return { round, epsilon, delta: budget.delta, backend };
  } catch (thrown) {
    life.call((service) => service.cancel(call), Number.POSITIVE_INFINITY).catch(() => undefined);
    throw thrown;
  }
}

async function answered(exchange: UpdateOptions['exchange'], message: ClientMessage): Promise<unknown> {
  try {
    return plainCopy(await exchange(message));
  } catch (thrown) {
    throw VitrineError.from(thrown, 'federated-refused');
  }
}

/** A copy that can cross to the worker. */
function plainCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
