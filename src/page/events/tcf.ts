import { VitrineError } from '../../contract/errors.ts';
import type { ConsentState } from './consent-mode.ts';

/** What a consent platform tells, as far as it is read (IAB Europe's TCF 2.x, `TCData`). */
interface ConsentData {
  gdprApplies?: boolean;
  eventStatus?: string;
  listenerId?: number;
  purpose?: { consents?: Record<string, boolean> };
  publisher?: { consents?: Record<string, boolean> };
}
type Listener = (data: ConsentData | null, success: boolean) => void;
type Api = (command: string, version: number, listener: Listener, parameter?: unknown) => void;

const VERSION = 2;
/** Store information on a device; make profiles to personalise content; use them to choose content. */
const PURPOSES = ['1', '5', '6'];

/**
 * Obeys the consent platform of a page that speaks IAB Europe's Transparency and Consent Framework. The visitor's answer is
 * `granted` where they allow all of the purposes 1, 5 and 6: the shop itself, where the platform asks for it (`publisher`), else in
 * general. Until they answer it is `pending`; where the GDPR does not apply, `granted`.
 * @returns a function that ends it
 * @throws VitrineError `bad-options` where the page has no `__tcfapi`
 */
export function hearConsentFramework({ now, become }: ConsentState): () => void {
  const { __tcfapi: api } = globalThis as { __tcfapi?: Api };
  if (typeof api !== 'function') {
    throw new VitrineError('bad-options', 'There is no `__tcfapi` in this page.', {
      remedy: 'Connect after the snippet of the consent platform.',
    });
  }
  let ended = false;
  let answered = false;
  let listener: number | undefined;
  const end = (): void => {
    ended = true;
    if (listener !== undefined) api('removeEventListener', VERSION, () => undefined, listener);
  };
  api('addEventListener', VERSION, (data, success) => {
    if (!success || !data) return;
    listener = data.listenerId;
    // The platform may tell its number only after it was ended.
    if (ended) return end();
    const { gdprApplies, eventStatus, purpose, publisher } = data;
    if (gdprApplies === false) return become('granted');
    if (eventStatus === 'tcloaded' || eventStatus === 'useractioncomplete') {
      answered = true;
      const given = publisher?.consents?.[PURPOSES[0]] === undefined ? purpose?.consents : publisher.consents;
      become(PURPOSES.every((one) => given?.[one] === true) ? 'granted' : 'denied');
    } else if (!answered && now() !== 'denied') become('pending');
  });
  return end;
}
