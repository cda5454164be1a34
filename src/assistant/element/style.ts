/** The assistant's look, to be overridden by `::part()` and by the custom properties that it reads. */
const CSS = `
:host { color: inherit; container-type: inline-size; display: flex; flex-direction: column; font: inherit; gap: 0.75em; min-block-size: 0; }
:host([hidden]), [hidden] { display: none !important; }
.log { display: flex; flex: 1; flex-direction: column; gap: 1em; min-block-size: 0; overflow: auto; overscroll-behavior: contain; padding: 2px; }
.log:focus-visible, .answer:focus-visible, .table:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
.said { align-self: flex-end; background: color-mix(in srgb, currentColor 12%, transparent); border-radius: 1em 1em 0.2em; margin: 0; max-inline-size: 85%; overflow-wrap: anywhere; padding: 0.5em 0.9em; white-space: pre-wrap; }
.text { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.hint { margin: 0; opacity: 0.8; }
.source { font-size: 0.85em; margin: 0.4em 0 0; opacity: 0.8; }
.chips { display: flex; flex-wrap: wrap; gap: 0.4em; margin: 0.6em 0; }
button { background: none; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); border-radius: 99px; color: inherit; cursor: pointer; font: inherit; min-block-size: 2.25rem; padding: 0 0.9em; }
button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
.chip { border-style: dashed; }
ul {
  display: grid; gap: var(--vitrine-gap, 1rem); list-style: none; margin: 0.8em 0; padding: 0;
  grid-template-columns: repeat(auto-fill, minmax(min(var(--vitrine-column, 8.5rem), 45cqi), 1fr));
}
li a, li button { background: none; border: 0; border-radius: 0; display: block; padding: 0; text-align: start; inline-size: 100%; color: inherit; text-decoration: none; }
li :is(a, button):focus-visible { outline: 2px solid currentColor; outline-offset: 3px; }
li :is(a, button):hover .title { text-decoration: underline; }
li img { aspect-ratio: 1; background: rgb(127 127 127 / 0.12); border-radius: 0.5em; display: block; inline-size: 100%; object-fit: cover; }
mark { background: none; color: inherit; font-weight: 700; }
.title { display: block; margin-block-start: 0.4em; overflow-wrap: anywhere; }
.price { display: block; font-weight: 600; }
.reason { font-size: 0.85em; margin: 0.25em 0 0; opacity: 0.8; overflow-wrap: anywhere; }
.table { margin: 0.8em 0; overflow: auto; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { border-block-end: 1px solid color-mix(in srgb, currentColor 20%, transparent); font-weight: inherit; min-inline-size: 6.5em; overflow-wrap: anywhere; padding: 0.45em 0.6em 0.45em 0; text-align: start; vertical-align: top; }
thead th { font-weight: 700; }
tbody th { opacity: 0.8; }
.same td { opacity: 0.8; }
form { display: flex; gap: 0.5em; }
input { background: none; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); border-radius: 99px; color: inherit; flex: 1; font: inherit; min-block-size: 2.75rem; min-inline-size: 0; padding: 0 1.1em; }
input:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
input::placeholder { color: inherit; opacity: 0.75; }
form button { min-block-size: 2.75rem; }
.unseen { block-size: 1px; clip-path: inset(50%); inline-size: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
`;

let sheet: CSSStyleSheet | null = null;

/** One sheet for all of them. Adopted, not a `<style>`: a policy with `style-src 'self'` would drop that. */
export function assistantStyle(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
