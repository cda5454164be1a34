/** The look of what is known about a visitor, to be overridden by `::part()` and by the custom properties that it reads. */
export const PRIVACY_STYLE = `
:host { color: inherit; container-type: inline-size; display: block; font: inherit; }
:host([hidden]), [hidden] { display: none !important; }
h2, h3, p, dl, dd, ul { margin: 0; padding: 0; }
h2 { font-size: 1.25em; line-height: 1.3; }
h3 { font-size: 1em; margin-block: 1.75em 0.6em; }
.intro { margin-block: 0.5em 1.25em; max-inline-size: 60ch; }
.facts, .facts div { display: grid; gap: 0.75em; }
.facts div { gap: 1.5em; grid-template-columns: minmax(0, 11em) minmax(0, 1fr); }
dt, .hint { opacity: 0.8; }
dd, .name { overflow-wrap: anywhere; }
ul { display: grid; gap: 0.9em; list-style: none; }
li { align-items: center; display: grid; gap: 0.1em 1em; grid-template-columns: minmax(0, 1fr) auto; }
.name { font-weight: 600; }
.hint { font-size: 0.9em; }
li .hint { grid-column: 1; }
li button { grid-column: 2; grid-row: 1 / span 2; }
.prices { margin-block-start: 0.9em; }
label { display: block; }
.allow { align-items: center; display: grid; gap: 0.1em 0.8em; grid-template-columns: auto minmax(0, 1fr); margin-block-start: 1.75em; }
.allow input { accent-color: currentColor; block-size: 1.4em; inline-size: 1.4em; margin: 0; }
.allow label { align-content: center; cursor: pointer; font-weight: 600; min-block-size: 2.75rem; }
.allow .hint { grid-column: 2; }
.actions { display: flex; flex-wrap: wrap; gap: 0.6em; }
button {
  background: none; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); border-radius: 99px; color: inherit; cursor: pointer;
  font: inherit; min-block-size: 2.75rem; padding: 0.3em 1.1em;
}
button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
button[aria-pressed=true] { background: color-mix(in srgb, currentColor 15%, transparent); border-color: currentColor; }
button:focus-visible, input:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
button:disabled { cursor: default; opacity: 0.5; }
.status { margin-block-start: 1em; min-block-size: 1.5em; }
dialog {
  background: var(--vitrine-popup, Canvas); border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.8em;
  color: var(--vitrine-popup-ink, CanvasText); inline-size: min(30rem, calc(100vw - 2rem)); padding: 1.5em;
}
dialog::backdrop { background: rgb(0 0 0 / 0.45); }
form { display: grid; gap: 1em; }
form h3 { font-size: 1.15em; margin: 0; }
form input {
  background: none; border: 1px solid color-mix(in srgb, currentColor 50%, transparent); border-radius: 0.5em; box-sizing: border-box; color: inherit;
  display: block; font: inherit; inline-size: 100%; margin-block-start: 0.3em; min-block-size: 2.75rem; padding: 0.5em 0.8em;
}
form .actions { justify-content: flex-end; }
.answer { background: var(--vitrine-popup-ink, CanvasText); border-color: transparent; color: var(--vitrine-popup, Canvas); }
.answer:hover { background: color-mix(in srgb, var(--vitrine-popup-ink, CanvasText) 85%, var(--vitrine-popup, Canvas)); }
.fault { border-inline-start: 3px solid; padding-inline-start: 0.8em; }
@container (max-width: 28rem) {
  .facts div { gap: 0.1em; grid-template-columns: minmax(0, 1fr); }
  .actions button { flex: 1 1 100%; }
}
`;
