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

/** What is kept is answered from the cache; the rest, pictures of a visitor's own feed, goes to the network. */
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const kept = caches
    .open(CACHE)
    .then((cache) => cache.match(request.mode === 'navigate' ? './' : request, { ignoreSearch: true }));
  event.respondWith(kept.then((response) => response ?? fetch(request)));
});
