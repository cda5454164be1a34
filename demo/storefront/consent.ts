import type { RecommenderOptions } from 'vitrine';

type Consent = NonNullable<RecommenderOptions['consent']>;
const REMEMBERED = 'osier.consent';

/** What the visitor answered on an earlier page, as an option; nothing where they were not asked yet. */
export function answeredConsent(): { consent?: Consent } {
  try {
    const answer = localStorage.getItem(REMEMBERED);
    return answer === 'granted' || answer === 'denied' ? { consent: answer } : {};
  } catch {
    return {};
  }
}

export function rememberConsent(answer: Consent): void {
  try {
    localStorage.setItem(REMEMBERED, answer);
  } catch {
    // Without storage the answer lasts as long as the page.
  }
}
