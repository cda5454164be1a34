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

/** Making a formatter costs more than a thousand uses of it. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(digits: number, currency: string | undefined): Intl.NumberFormat {
  const key = `${current} ${digits} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const style = currency === undefined ? {} : { style: 'currency' as const, currency };
  const made = new Intl.NumberFormat(LOCALES[current], {
    ...style,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formatters.set(key, made);
  return made;
}

export const number = (value: number, digits = 0): string => formatter(digits, undefined).format(value);

/** Digits behind the point of every price of the shop. */
let priceDigits = 0;

/** All prices of a shop are written in one form: with cents where any of them has some. */
export function writePricesLike(prices: readonly (number | undefined)[]): void {
  priceDigits = prices.every((value = 0) => Number.isInteger(value)) ? 0 : 2;
}

/** A price in its currency; a bare number where the shop names no currency. */
export function price(value: number, currency: string | undefined): string {
  try {
    return formatter(priceDigits, currency || undefined).format(value);
  } catch {
    return `${number(value, priceDigits)} ${currency}`;
  }
}
