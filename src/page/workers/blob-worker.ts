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

/**
 * Starts a worker whose script lies at `address`. From another origin it is imported by a worker of the page's origin,
 * which needs no CORS: only that the page's policy allows the script.
 */
export function startFrom(address: URL, name: string): Worker {
  if (address.origin === location.origin) return new Worker(policy.createScriptURL(address.href), { name });
  const blob = URL.createObjectURL(new Blob([importing(address.href)], { type: 'text/javascript' }));
  try {
    return new Worker(policy.createScriptURL(blob), { name });
  } finally {
    // The worker has taken hold of the blob when its constructor returns.
    URL.revokeObjectURL(blob);
  }
}

/** A worker's script that imports another. It has the page's policy, Trusted Types included: parts come by it too. */
function importing(address: string): string {
  return `let address=${JSON.stringify(address)};try{address=(self.vitrineScripts=trustedTypes.createPolicy('vitrine',{createScriptURL:a=>a})).createScriptURL(address)}catch{}importScripts(address)`;
}
