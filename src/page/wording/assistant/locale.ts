import { fileFor } from '../locale.ts';
import { messages as english } from './locales/en.ts';
import type { AssistantMessages } from './messages.ts';

/** Both at once: Chinese is answered in Chinese on a page in any language. */
const LOCALES = import.meta.glob<AssistantMessages>('./locales/*.ts', { import: 'messages', eager: true });

/** The assistant's words for a BCP 47 language tag, found as the shelf's are; in English where there is no file for it. */
export function assistantMessagesFor(language: string): AssistantMessages {
  const file = fileFor(language, LOCALES);
  return file === undefined ? english : LOCALES[file];
}
