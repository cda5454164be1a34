/** The least that a durable click can cost: a message in, one record committed to IndexedDB, a message back. */
const opening = new Promise<IDBDatabase>((resolve, reject) => {
  const request = indexedDB.open('bare', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('clicks', { autoIncrement: true });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  const transaction = (await opening).transaction('clicks', 'readwrite');
  transaction.objectStore('clicks').add(data);
  transaction.oncomplete = () => self.postMessage(null);
};
