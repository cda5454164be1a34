import { fileFor } from '../locale.ts';
import { messages as english } from './locales/en.ts';
import type { PrivacyMessages } from './messages.ts';

const LOCALES = import.meta.glob<PrivacyMessages>('./locales/*.ts', { import: 'messages', eager: true });

/** The words about a visitor's data for a BCP 47 language tag, found as the shelf's are; in English where there is no file for it. */
export function privacyMessagesFor(language: string): PrivacyMessages {
  const file = fileFor(language, LOCALES);
  return file === undefined ? english : LOCALES[file];
}
