import { en, type Messages } from './messages/en.ts';
import { zh } from './messages/zh.ts';

export type Language = 'en' | 'zh';

const MESSAGES: Record<Language, Messages> = { en, zh };
const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };
const REMEMBERED = 'vitrine.studio.language';

let current: Language = remembered() ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');

function remembered(): Language | undefined {
  try {
    const stored = localStorage.getItem(REMEMBERED);
    return stored === 'en' || stored === 'zh' ? stored : undefined;
  } catch {
    return undefined;
  }
}

export const language = (): Language => current;

/** What the studio says in the language of the moment. */
export const messages = (): Messages => MESSAGES[current];

/** Sets the page's language and remembers it. */
export function speak(next: Language): void {
  current = next;
  document.documentElement.lang = LOCALES[next];
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** Puts values into a message: `fill('{count} things', { count: 3 })`. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : (value ?? whole);
  });
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString(LOCALES[current], { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export const percent = (share: number, digits = 0): string => `${number(share * 100, digits)} %`;

/** A size as people read it. */
export function bytes(size: number): string {
  if (size < 1000) return `${number(size)} B`;
  return size < 1e6 ? `${number(size / 1000, 1)} kB` : `${number(size / 1e6, 1)} MB`;
}
