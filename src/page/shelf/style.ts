/** The shelf's look, to be overridden by `::part()` and by the custom properties that it reads. */
const CSS = `
:host { display: block; container-type: inline-size; color: inherit; font: inherit; }
:host([hidden]) { display: none; }
h2 { font-size: 1.25em; margin: 0 0 0.75em; }
ul {
  display: grid; gap: var(--vitrine-gap, 1rem); list-style: none; margin: 0; padding: 0;
  grid-template-columns: repeat(auto-fill, minmax(min(var(--vitrine-column, 11rem), 45cqi), 1fr));
}
a, button {
  background: none; border: 0; color: inherit; cursor: pointer; display: block; font: inherit; padding: 0;
  text-align: start; text-decoration: none; width: 100%;
}
:is(a, button):focus-visible { outline: 2px solid currentColor; outline-offset: 3px; }
:is(a, button):hover .title { text-decoration: underline; }
img { aspect-ratio: 1; border-radius: 0.5em; display: block; object-fit: cover; width: 100%; background: rgb(127 127 127 / 0.12); }
.title { display: block; margin-top: 0.5em; overflow-wrap: anywhere; }
.price { display: block; font-weight: 600; }
.reason { font-size: 0.85em; margin: 0.25em 0 0; opacity: 0.75; overflow-wrap: anywhere; }
`;

let sheet: CSSStyleSheet | null = null;

/** One sheet for all shelves. Adopted, not a `<style>`: a policy with `style-src 'self'` would drop that. */
export function shelfStyle(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
