/** Scripts that are written from right to left. */
const LEFTWARD = /^(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg)$/;

/** The BCP 47 tag of the nearest `lang`, through the roots of other elements too; else the browser's. `en` for what is no tag. */
export function languageOf(element: Element): string {
  const given = closest(element, '[lang]')?.getAttribute('lang') || navigator.language;
  try {
    return new Intl.Locale(given.replaceAll('_', '-')).toString();
  } catch {
    return 'en';
  }
}

/** The language's direction, unless the page says one itself. */
export function directionOf(element: Element, language: string): '' | 'rtl' | 'ltr' {
  return closest(element, '[dir]') ? '' : writingDirection(language);
}

export const writingDirection = (language: string): 'rtl' | 'ltr' =>
  LEFTWARD.test(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';

function closest(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  const root = element.getRootNode();
  return found ?? (root instanceof ShadowRoot ? closest(root.host, selector) : null);
}
