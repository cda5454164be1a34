/**
 * Gives the root a style sheet, one for all elements of a kind. Adopted, not a `<style>`: a policy with `style-src 'self'`
 * would drop that; it is the way of browsers alone that can make no sheets.
 */
export function adoptStyle(root: ShadowRoot, css: string): void {
  const known = sheets.get(css);
  if (known || canMakeSheets()) {
    const sheet = known ?? new CSSStyleSheet();
    if (!known) sheet.replaceSync(css);
    sheets.set(css, sheet);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return;
  }
  const style = document.createElement('style');
  style.textContent = css;
  root.append(style);
}

const sheets = new Map<string, CSSStyleSheet>();

function canMakeSheets(): boolean {
  try {
    return 'adoptedStyleSheets' in Document.prototype && new CSSStyleSheet() !== undefined;
  } catch {
    return false;
  }
}
