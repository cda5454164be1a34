import { afterEach, expect, test } from 'vitest';
import { startFrom } from './blob-worker.ts';

const workers: Worker[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

/** What the worker says first: an answer to a message that was sent before its script was there, or its error. */
function first(address: URL, hashes = new Map<string, string>()): Promise<string> {
  const worker = startFrom(address, 'vitrine-test', hashes);
  workers.push(worker);
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(`failed: ${event.message}`);
    };
    worker.postMessage('hello');
  });
}

const SCRIPT = "addEventListener('message',({data})=>postMessage(data+' from '+self.name))//.js";
/** Of no origin, as a script on another host is. */
const elsewhere = new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`);
const own = () => new URL(URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' })));
async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-384', new TextEncoder().encode(text)));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
}

test('a script of the page’s own origin is started as it is', async () => {
  expect(await first(own())).toBe('hello from vitrine-test');
});

test('a script from another origin is imported by a worker of the page’s', async () => {
  expect(await first(elsewhere)).toBe('hello from vitrine-test');
});

test('a script with the hash that the page gives runs, and gets what was sent before it was there', async () => {
  expect(await first(elsewhere, new Map([[elsewhere.href, await hashOf(SCRIPT)]]))).toBe('hello from vitrine-test');
});

test('a script with another hash does not run', async () => {
  const told = await first(elsewhere, new Map([[elsewhere.href, await hashOf('another')]]));
  expect(told).toMatch(/^failed: .*another hash/);
});
