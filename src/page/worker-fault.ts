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

const blocked = (message: string, remedy: string, cause?: unknown): VitrineError =>
  new VitrineError('worker-blocked', message, { remedy, cause });

const failed = (message: string, remedy?: string, cause?: unknown): VitrineError =>
  new VitrineError('worker-failed', message, { remedy, cause });

/** Why the constructor of a worker threw. */
export function refusedWorker(name: string, thrown: unknown): VitrineError {
  const kind = thrown instanceof Error ? thrown.name : '';
  if (typeof Worker === 'undefined') {
    return failed(`There is no Worker here for the ${name}.`, 'Create the recommender in the browser.', thrown);
  }
  if (kind === 'SecurityError') {
    const remedy = "Serve it from the page's own origin, or use the script-tag build, which brings it along.";
    return blocked(`The ${name} worker's script lies on another origin.`, remedy, thrown);
  }
  if (kind === 'TypeError' && 'trustedTypes' in globalThis) {
    const remedy =
      'Start it in the option `workers`, from a TrustedScriptURL; the script-tag build needs `trusted-types vitrine`.';
    return blocked(`The page's \`require-trusted-types-for\` does not allow the ${name} worker.`, remedy, thrown);
  }
  return failed(`The ${name} worker could not be started.`, '', thrown);
}

/** Why a worker reported an error. A blocked and a missing script look alike but for the policy's report. */
export async function failedWorker(name: string, event: Event, policies: PolicyWatch): Promise<VitrineError> {
  const { message } = event as Partial<ErrorEvent>;
  if (message) return failed(`The ${name} worker failed: ${message}`);
  const violation = await policies.violation();
  if (!violation) {
    const remedy = 'Serve its file beside the package, or start it in the option `workers`.';
    return failed(`The ${name} worker's script could not be loaded.`, remedy);
  }
  const source = violation.blockedURI.startsWith('blob') ? 'blob:' : "'self'";
  const remedy = `Add \`worker-src ${source}\` to the policy.`;
  return blocked(`The page's policy (${violation.effectiveDirective}) does not allow the ${name} worker.`, remedy);
}
