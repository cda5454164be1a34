/** The part of Trusted Types that starting a worker needs. */
interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

/**
 * Our policy under Trusted Types: a page allows it by the directive `trusted-types vitrine`. Without Trusted Types, or
 * where the page does not allow it, addresses stay plain text.
 */
const policy: ScriptPolicy = createPolicy({ createScriptURL: (address) => address });

function createPolicy(rules: ScriptPolicy): ScriptPolicy {
  try {
    const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
    return trustedTypes?.createPolicy('vitrine', rules) ?? rules;
  } catch {
    return rules;
  }
}

/** Starts a worker from the text of its script: it then has the page's origin, wherever the text came from. */
export function startInline(script: string, name: string): Worker {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    return startAt(address, name);
  } finally {
    // The worker has taken hold of the blob when its constructor returns.
    URL.revokeObjectURL(address);
  }
}

/** Starts a worker whose script lies at `address`, on the page's origin. */
export function startAt(address: string, name: string): Worker {
  return new Worker(policy.createScriptURL(address), { name });
}
