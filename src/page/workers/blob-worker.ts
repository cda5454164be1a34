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
 * @param integrity the hash that its script must have; such a script is fetched, with CORS, and imported from a `blob:`
 */
export function startFrom(address: URL, name: string, integrity?: string): Worker {
  if (address.origin === location.origin && integrity === undefined) {
    return new Worker(policy.createScriptURL(address.href), { name });
  }
  const script = integrity === undefined ? importing(address.href) : importingChecked(address.href, integrity);
  const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
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

/** As `importing`, of what has this hash alone. What the page sends meanwhile waits; another script is an error of the worker. */
function importingChecked(address: string, integrity: string): string {
  return `const early=[],keep=event=>early.push(event);addEventListener('message',keep);
let policy={createScriptURL:a=>a};try{policy=self.vitrineScripts=trustedTypes.createPolicy('vitrine',policy)}catch{}
fetch(${JSON.stringify(address)},{integrity:${JSON.stringify(integrity)}}).then(answer=>answer.blob()).then(script=>{
removeEventListener('message',keep);importScripts(policy.createScriptURL(URL.createObjectURL(new Blob([script],{type:'text/javascript'}))));
for(const {data,ports} of early)dispatchEvent(new MessageEvent('message',{data,ports}))
}).catch(error=>setTimeout(()=>{throw new Error('its script could not be loaded, or has another hash than the page gives: '+error.message)}))`;
}
