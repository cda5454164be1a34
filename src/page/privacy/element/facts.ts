import type { NamedInterest } from '../../../contract/visitor-profile.ts';
import type { PrivacySummary } from '../../facade/recommender.ts';
import { fill, fillCount } from '../../wording/messages.ts';
import type { PrivacyMessages } from '../../wording/privacy/messages.ts';

/** What is known, each with its name, in words. */
export function tellFacts(
  summary: PrivacySummary,
  messages: PrivacyMessages,
  language: string,
): (readonly [name: string, text: string])[] {
  return [
    [messages.remembered, tellRemembered(summary, messages, language)],
    [messages.learned, summary.fineTuned ? messages.fitted : messages.notFitted],
    [messages.kept, tellKept(summary, messages, language)],
    [messages.left, tellLeft(summary, messages, language)],
  ];
}

function tellRemembered(
  { since, sessions, products, searches, pages }: PrivacySummary,
  messages: PrivacyMessages,
  language: string,
): string {
  if (since === undefined) return messages.nothing;
  const counted = [
    [messages.visits, sessions],
    [messages.products, products],
    [messages.searches, searches],
    [messages.pages, pages],
  ] as const;
  const things = counted.flatMap(([plural, count]) => (count > 0 ? [fillCount(plural, count, language)] : []));
  // What was declared is told beside the interests.
  if (things.length === 0) return messages.nothing;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(Math.min(since, 8.64e15));
  return fill(messages.since, { things: new Intl.ListFormat(language).format(things), date });
}

function tellKept(
  { consent, durable, retention }: PrivacySummary,
  messages: PrivacyMessages,
  language: string,
): string {
  if (consent === 'denied') return messages.notKept;
  if (!durable) return messages.keptInPage;
  return retention === undefined ? messages.keptOn : fillCount(messages.keptDays, retention, language);
}

function tellLeft({ updates, shared }: PrivacySummary, messages: PrivacyMessages, language: string): string {
  const left = [
    ...(shared === 'recent' ? [messages.recentLeft] : []),
    ...(shared === 'vector' ? [messages.vectorLeft] : []),
    ...(updates === null ? [messages.unknownLeft] : []),
    ...(updates ? [fillCount(messages.updatesLeft, updates, language)] : []),
  ];
  return left.join(messages.between) || messages.nothingLeft;
}

/** Where an interest comes from. */
export function tellSource({ share, declared }: NamedInterest, messages: PrivacyMessages, language: string): string {
  if (declared) return declared === 'more' ? messages.saidMore : messages.saidLess;
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return fill(messages.share, { share: percent.format(share) });
}
