import { messages } from './language.ts';
import { announce } from './parts/announce.ts';

/** Lets the shop work without a network from the second visit on: everything it needs is kept at the first. */
export async function keepOffline(): Promise<void> {
  window.addEventListener('offline', () => announce(messages().offlineNow));
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    await navigator.serviceWorker.register('./service-worker.js');
  } catch {
    // Without it the shop needs its server, as any page does.
  }
}

/** Whether the page's files are kept already. */
export const worksOffline = (): boolean => Boolean(navigator.serviceWorker?.controller);
