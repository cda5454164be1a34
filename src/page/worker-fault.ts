import { VitrineError } from '../contract/errors.ts';

/** Milliseconds that a policy's report may come after the worker's error event. */
const REPORT_DELAY_MS = 100;

/** Policies' reports of a refused worker while one starts: the error event of the worker itself says nothing. */
export class PolicyWatch {
  readonly #onViolation = (event: SecurityPolicyViolationEvent): void => {
    if (/^(worker|child|script|default)-src/.test(event.effectiveDirective)) this.#found(event);
  };
  #found: (event: SecurityPolicyViolationEvent) => void = () => undefined;
  readonly #violation = new Promise<SecurityPolicyViolationEvent>((resolve) => {
    this.#found = resolve;
  });

  constructor() {
    globalThis.document?.addEventListener('securitypolicyviolation', this.#onViolation);
  }

  stop(): void {
    globalThis.document?.removeEventListener('securitypolicyviolation', this.#onViolation);
  }

  /** The report, where there is one or one comes within a moment. */
  violation(): Promise<SecurityPolicyViolationEvent | undefined> {
    const moment = new Promise<undefined>((resolve) => setTimeout(resolve, REPORT_DELAY_MS, undefined));
    return Promise.race([this.#violation, moment]);
  }
}

/** Why the constructor of a worker threw. */
export function refusedWorker(name: string, thrown: unknown): VitrineError {
  const kind = thrown instanceof Error ? thrown.name : '';
  if (typeof Worker === 'undefined') {
    return new VitrineError('worker-failed', `The ${name} worker needs a browser: there is no Worker here.`, {
      remedy: 'Create the recommender in the browser; on a server import the package only.',
      cause: thrown,
    });
  }
  if (kind === 'TypeError' && 'trustedTypes' in globalThis) {
    return new VitrineError('worker-blocked', `Trusted Types refused the address of the ${name} worker.`, {
      remedy:
        "The page's policy has `require-trusted-types-for 'script'`: start the worker yourself, with a TrustedScriptURL, in the option `workers`.",
      cause: thrown,
    });
  }
  if (kind === 'SecurityError') {
    return new VitrineError('worker-blocked', `The ${name} worker's script lies on another origin than the page.`, {
      remedy: "Serve the worker from the page's own origin, or load the script-tag build, which brings it along.",
      cause: thrown,
    });
  }
  return new VitrineError('worker-failed', `The ${name} worker could not be started.`, { cause: thrown });
}

/** Why a worker reported an error. A blocked and a missing script look alike but for the policy's report. */
export async function failedWorker(name: string, event: Event, policies: PolicyWatch): Promise<VitrineError> {
  const { message } = event as Partial<ErrorEvent>;
  if (message) return new VitrineError('worker-failed', `The ${name} worker failed: ${message}`);
  const violation = await policies.violation();
  if (!violation) {
    return new VitrineError('worker-failed', `The ${name} worker's script could not be loaded.`, {
      remedy: 'Serve the worker file beside the package, or say in the option `workers` how to start it.',
    });
  }
  const source = violation.blockedURI.startsWith('blob') ? 'blob:' : "'self'";
  return new VitrineError(
    'worker-blocked',
    `The page's Content-Security-Policy (${violation.effectiveDirective}) does not allow the ${name} worker.`,
    { remedy: `Add \`worker-src ${source}\` to the policy.` },
  );
}
