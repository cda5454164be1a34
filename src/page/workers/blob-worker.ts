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
    return (globalThis as unknown as { trustedTypes: PolicyFactory }).trustedTypes.createPolicy('vitrine', rules);
  } catch {
    return rules;
  }
}

/**
 * Starts a worker whose script lies at `address`. From another origin it is imported by a worker of the page's origin,
 * which needs no CORS: only that the page's policy allows the script.
 * @param hashes by address, those that files must have. Where the script has one, the worker checks all that it loads: such a
 *   file is fetched, with CORS, and a script of it is run from a `blob:`
 */
export function startFrom(address: URL, name: string, hashes: ReadonlyMap<string, string>): Worker {
  const hashed = hashes.has(address.href);
  if (address.origin === location.origin && !hashed) {
    return new Worker(policy.createScriptURL(address.href), { name });
  }
  const script = hashed ? importingChecked(address.href, hashes) : importing(address.href);
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

/**
 * As `importing`, in a thread whose `fetch` and `importScripts` take of an address with a hash that content alone: a script has to be
 * fetched before it is imported, as the parts of workers are, and what was fetched is what runs. What the page sends before the first
 * script is there waits; another content is an error of the worker.
 */
function importingChecked(address: string, hashes: ReadonlyMap<string, string>): string {
  return `const early=[],keep=event=>early.push(event);addEventListener('message',keep);
let policy={createScriptURL:a=>a};try{policy=self.vitrineScripts=trustedTypes.createPolicy('vitrine',policy)}catch{}
const hashes=new Map(${JSON.stringify([...hashes])}),scripts=new Map,load=fetch,run=importScripts;
fetch=async(address,options)=>{
const name=String(address),integrity=hashes.get(name);
if(!integrity)return load(address,options);
const answer=await load(address,{...options,mode:'cors',integrity});
if(name.endsWith('.js'))scripts.set(name,URL.createObjectURL(new Blob([await answer.clone().blob()],{type:'text/javascript'})));
return answer};
importScripts=address=>{
const name=String(address);
if(!hashes.has(name))return run(address);
if(!scripts.has(name))throw new Error(name+' could not be loaded, or has another hash than the page gives');
run(policy.createScriptURL(scripts.get(name)))};
fetch(${JSON.stringify(address)}).then(()=>{
removeEventListener('message',keep);importScripts(${JSON.stringify(address)});
for(const {data,ports} of early)dispatchEvent(new MessageEvent('message',{data,ports}))
}).catch(error=>setTimeout(()=>{throw new Error('its script could not be loaded, or has another hash than the page gives: '+error.message)}))`;
}
