import type { Consent } from '../../contract/visitor-event.ts';

/** What the visitor allows, as a stream of the page's may change it. */
export interface ConsentState {
  now: () => Consent | undefined;
  become: (consent: Consent) => void;
}

/**
 * Reads the commands of Google Consent Mode in a data layer, `gtag('consent', 'default' | 'update', { personalization_storage })`.
 *
 * An update is the visitor's answer. A default that denies holds until then, as `pending`: what an earlier page stored with
 * their consent must not be deleted before this page's update says so again. It counts for every region, since this page does
 * not know where the visitor is. A default changes nothing after an answer, and lifts no `denied`.
 * @returns gives what a payload says of the visitor's consent; `undefined` where it says nothing
 */
export function consentModeReader(now: ConsentState['now']): (payload: unknown) => Consent | undefined {
  let answered = false;
  let deniedSomewhere = false;
  return (payload) => {
    // `gtag` pushes its `arguments`.
    const { 0: command, 1: moment, 2: states } = Object(payload);
    const storage: unknown = Object(states).personalization_storage;
    if (command !== 'consent' || (storage !== 'granted' && storage !== 'denied')) return undefined;
    if (moment === 'update') {
      answered = true;
      return storage;
    }
    if (moment !== 'default' || answered || now() === 'denied') return undefined;
    deniedSomewhere ||= storage === 'denied';
    return deniedSomewhere ? 'pending' : 'granted';
  };
}
