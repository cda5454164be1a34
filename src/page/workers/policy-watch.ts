/** Milliseconds that a policy's report may come after the worker's error event. */
const REPORT_DELAY_MS = 500;

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
