/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: every file of the shop, and a name that changes with them. */
declare const FILES: readonly string[];
declare const VERSION: string;

const CACHE = `osier-${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'no-cache' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const outdated = caches
    .keys()
    .then((names) =>
      Promise.all(
        names.filter((name) => name.startsWith('osier-') && name !== CACHE).map((name) => caches.delete(name)),
      ),
    );
  event.waitUntil(outdated.then(() => self.clients.claim()));
});

/**
 * Files whose names change with their content come from the cache; the rest, the page itself too, from the network
 * where there is one, so that a new shop is never mixed with an old one.
 */
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  event.respondWith(pathname.includes('/assets/') ? cached(request) : fetch(request).catch(() => cached(request)));
});

async function cached(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

/** A module to the compiler: only so may it have a `self` of its own. */
export {};
