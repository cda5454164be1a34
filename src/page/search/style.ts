/** The search field's look, to be overridden by `::part()` and by the custom properties that it reads. */
const CSS = `
:host { display: block; container-type: inline-size; color: inherit; font: inherit; }
:host([hidden]), [hidden] { display: none !important; }
form { position: relative; }
.field { align-items: center; border: 1px solid color-mix(in srgb, currentColor 35%, transparent); border-radius: 0.6em; display: flex; }
.field:focus-within { outline: 2px solid currentColor; outline-offset: 1px; }
input { background: none; border: 0; color: inherit; flex: 1; font: inherit; min-block-size: 2.75rem; min-inline-size: 0; outline: none; padding: 0 0.9em; }
input::-webkit-search-cancel-button { display: none; }
button { background: none; border: 0; color: inherit; cursor: pointer; font: inherit; min-block-size: 2.75rem; padding: 0 0.9em; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
.picture-button svg { block-size: 1.4rem; display: block; fill: none; inline-size: 1.4rem; stroke: currentColor; stroke-linejoin: round; stroke-width: 1.6; }
.picture-shown { align-items: center; display: flex; padding-inline-start: 0.5em; }
.picture-preview { aspect-ratio: 1; border-radius: 0.3em; inline-size: 2rem; object-fit: cover; }
.picture-remove { padding: 0 0.5em; min-inline-size: 2rem; }
.dropping { outline: 2px dashed currentColor; outline-offset: 3px; }
.popup {
  background: var(--vitrine-popup, Canvas); border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.6em;
  box-shadow: 0 0.5em 1.5em rgb(0 0 0 / 0.18); color: var(--vitrine-popup-ink, CanvasText); inset-block-start: calc(100% + 0.3em); inset-inline: 0;
  max-block-size: min(28rem, 70vh); overflow: auto; padding: 0.4em 0; position: absolute; z-index: 30;
}
.group-name { font-size: 0.8em; opacity: 0.75; padding: 0.5em 1.1em 0.2em; }
[role=option] { align-items: center; cursor: pointer; display: flex; gap: 0.7em; min-block-size: 2.5rem; overflow-wrap: anywhere; padding: 0.2em 0.9em; }
[role=option][aria-selected=true], [role=option]:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
[role=option] img { aspect-ratio: 1; border-radius: 0.3em; inline-size: 2rem; object-fit: cover; }
[role=option] .count { margin-inline-start: auto; opacity: 0.75; }
mark { background: none; color: inherit; font-weight: 700; }
.status { margin: 1em 0 0.5em; }
.chips { align-items: center; display: flex; flex-wrap: wrap; gap: 0.4em; margin: 0.5em 0; }
.chips button { border: 1px solid color-mix(in srgb, currentColor 35%, transparent); border-radius: 99px; min-block-size: 2.25rem; }
.chips button[aria-pressed=true] { background: color-mix(in srgb, currentColor 15%, transparent); border-color: currentColor; }
h2 { font-size: 1.1em; margin: 1.2em 0 0.6em; }
ul {
  display: grid; gap: var(--vitrine-gap, 1rem); list-style: none; margin: 0; padding: 0;
  grid-template-columns: repeat(auto-fill, minmax(min(var(--vitrine-column, 11rem), 45cqi), 1fr));
}
li a, li button { display: block; padding: 0; text-align: start; inline-size: 100%; color: inherit; text-decoration: none; }
li :is(a, button):focus-visible { outline: 2px solid currentColor; outline-offset: 3px; }
li :is(a, button):hover .title { text-decoration: underline; }
li img { aspect-ratio: 1; background: rgb(127 127 127 / 0.12); border-radius: 0.5em; display: block; inline-size: 100%; object-fit: cover; }
.title { display: block; margin-block-start: 0.5em; overflow-wrap: anywhere; }
.price { display: block; font-weight: 600; }
.reason { font-size: 0.85em; margin: 0.25em 0 0; opacity: 0.75; overflow-wrap: anywhere; }
.unseen { block-size: 1px; clip-path: inset(50%); inline-size: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
`;

let sheet: CSSStyleSheet | null = null;

/** One sheet for all fields. Adopted, not a `<style>`: a policy with `style-src 'self'` would drop that. */
export function searchStyle(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
