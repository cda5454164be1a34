import type { PolicyWatch } from './policy-watch.ts';

/** The report of a worker that failed. */
export interface WorkerFault {
  code: 'worker-blocked' | 'worker-failed';
  message: string;
  remedy?: string;
  cause?: unknown;
}

const blocked = (message: string, remedy: string, cause?: unknown): WorkerFault => ({
  code: 'worker-blocked',
  message,
  remedy,
  cause,
});

const failed = (message: string, remedy?: string, cause?: unknown): WorkerFault => ({
  code: 'worker-failed',
  message,
  remedy,
  cause,
});

/** Of a file that Vite's dev server bundled beforehand, wherever it keeps such files. */
const PREBUNDLED = /\/\.vite\/|\/deps\/[^/]*$/;

/** What Chromium, Firefox and WebKit say of `new URL('./file', undefined)`. */
const INVALID_ADDRESS = /valid URL|as a URL/i;

/** What browsers say of a script that a worker could not import, by a policy or since it is not there. */
const IMPORTED = /importScripts.*?(https?:[^'"\s]+)/;

/** A bundle in another form than an ES module's has no `import.meta.url`. */
const WITHOUT_ADDRESSES =
  'This bundle does not know where its files lie: bundle it as an ES module (esbuild: `--format=esm`), or start it in the option `workers`.';

/** Why the constructor of a worker threw. */
export function refusedWorker(name: string, thrown: unknown): WorkerFault {
  const kind = thrown instanceof Error ? thrown.name : '';
  if (typeof Worker === 'undefined') {
    return failed(`There is no Worker here for the ${name}.`, 'Create the recommender in the browser.', thrown);
  }
  const message = `The ${name} worker could not be started.`;
  if (kind === 'TypeError' && INVALID_ADDRESS.test(String(thrown))) return failed(message, WITHOUT_ADDRESSES, thrown);
  if (kind === 'SecurityError') {
    const remedy = "Serve it from the page's own origin, or use the script-tag build, which brings it along.";
    return blocked(`The ${name} worker's script lies on another origin.`, remedy, thrown);
  }
  if (kind === 'TypeError' && 'trustedTypes' in globalThis) {
    const remedy =
      'Start it in the option `workers`, from a TrustedScriptURL; the script-tag build needs `trusted-types vitrine`.';
    return blocked(`The page's \`require-trusted-types-for\` does not allow the ${name} worker.`, remedy, thrown);
  }
  return failed(message, 'Start it in the option `workers`.', thrown);
}

/**
 * Why a worker reported an error. A blocked and a missing script look alike but for the policy's report.
 * @param own address of this module, where it has one
 */
export async function failedWorker(
  name: string,
  event: Event,
  policies: PolicyWatch,
  own: string | null | undefined = import.meta.url,
): Promise<WorkerFault> {
  const { message } = event as Partial<ErrorEvent>;
  const imported = IMPORTED.exec(message ?? '')?.[1];
  if (imported !== undefined) {
    const { origin } = new URL(imported);
    return failed(
      `The ${name} worker could not load its script from ${origin}.`,
      `Add \`script-src ${origin}\` to the policy, and check that ${imported} is there.`,
    );
  }
  if (message) return failed(`The ${name} worker failed: ${message}`);
  const violation = await policies.violation();
  if (!violation) {
    const remedy = PREBUNDLED.test(`${own}`)
      ? "Vite's dev server bundled the package beforehand, without it: put `optimizeDeps: { exclude: ['vitrine'] }` into vite.config."
      : 'Serve its file beside the package, or start it in the option `workers`. Where the file is there, something in this browser blocks it, such as an ad blocker: another address may help.';
    return failed(`The ${name} worker's script could not be loaded.`, remedy);
  }
  const source = violation.blockedURI.startsWith('blob') ? 'blob:' : "'self'";
  const remedy = `Add \`worker-src ${source}\` to the policy.`;
  return blocked(`The page's policy (${violation.effectiveDirective}) does not allow the ${name} worker.`, remedy);
}
