interface ScriptPolicy {
  createScriptURL(address: string): string;
}

/** The thread, where it was started as a classic worker; under Trusted Types with a policy. */
const thread = globalThis as {
  importScripts?: (address: string) => void;
  trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
  /** Made with the thread where that was started from another origin: a name of a policy is given once. */
  vitrineScripts?: ScriptPolicy;
};

/**
 * Brings a script into this worker by `importScripts`, which bundlers leave as it is and which needs no CORS, and which holds its
 * thread: so the browser's cache gets the script first. A worker that was started as a module has no such call: nothing comes.
 */
export async function importScript(address: string): Promise<void> {
  await fetch(address, { mode: 'no-cors' }).catch(() => undefined);
  thread.importScripts?.(trusted(address));
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
