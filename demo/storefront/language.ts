import { LANGUAGES, type Language } from '../catalogue/words.ts';
import { en, type Messages } from './messages/en.ts';
import { zh } from './messages/zh.ts';

const MESSAGES: Record<Language, Messages> = { en, zh };
const REMEMBERED = 'osier.language';
const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

let current: Language = remembered() ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');

function remembered(): Language | undefined {
  try {
    const stored = localStorage.getItem(REMEMBERED);
    return LANGUAGES.find((language) => language === stored);
  } catch {
    return undefined;
  }
}

export const language = (): Language => current;

/** What the storefront says in the visitor's language. */
export const messages = (): Messages => MESSAGES[current];

/** Sets the page's language and remembers it. */
export function speak(next: Language): void {
  current = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** Puts values into a message: `fill('{count} things', { count: 3 })`. */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export const number = (value: number, digits = 0): string =>
  value.toLocaleString(LOCALES[current], { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** A price in its currency, without cents where there are none; a bare number where the shop names no currency. */
export function price(value: number, currency: string | undefined): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  if (!currency) return number(value, digits);
  try {
    return value.toLocaleString(LOCALES[current], {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  } catch {
    return `${number(value, digits)} ${currency}`;
  }
}
