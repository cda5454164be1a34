/** Lets the shop work without a network from the second visit on: everything it needs is kept at the first. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    await navigator.serviceWorker.register('./service-worker.js');
  } catch {
    // Without it the shop needs its server, as any page does.
  }
}
