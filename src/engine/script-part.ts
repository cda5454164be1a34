import { VitrineError } from '../contract/errors.ts';

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

/** The engine's thread, where it was started as a classic worker; under Trusted Types with a policy. */
const thread = globalThis as {
  importScripts?: (address: string) => void;
  trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
  /** Made with the thread where that was started from another origin: a name of a policy is given once. */
  vitrineScripts?: ScriptPolicy;
};

/**
 * A part of the engine's code that few shops need, from the script at `address`, which leaves it in the thread's globals
 * as `name`. It comes by `importScripts`, which bundlers leave as it is and which needs no CORS, and which holds its
 * thread: so the browser's cache gets the script first. A worker that was started as a module has no such call.
 * @throws Error where it could not be loaded
 */
export async function scriptPart<TPart>(address: string, name: string): Promise<TPart> {
  const globals = globalThis as unknown as Record<string, TPart | undefined>;
  if (globals[name] === undefined) {
    await fetch(address, { mode: 'no-cors' }).catch(() => undefined);
    thread.importScripts?.(trusted(address));
  }
  const part = globals[name];
  if (part === undefined) throw new Error('its code could not be loaded');
  return part;
}

/**
 * The same for a part without which there is no answer.
 * @throws VitrineError `worker-failed` where it could not be loaded
 */
export function neededPart<TPart>(address: string | undefined, name: string): Promise<TPart> {
  return scriptPart<TPart>(address ?? '', name).catch((cause) => {
    throw new VitrineError('worker-failed', `${address} could not be loaded.`, {
      remedy: "Serve it beside the package's other files.",
      cause,
    });
  });
}

/** The address as Trusted Types want it; as it is where the page has none, or does not allow our policy. */
function trusted(address: string): string {
  try {
    thread.vitrineScripts ??= thread.trustedTypes?.createPolicy('vitrine', { createScriptURL: (script) => script });
  } catch {
    // The call will say what is not allowed.
  }
  return thread.vitrineScripts?.createScriptURL(address) ?? address;
}
