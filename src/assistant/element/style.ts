import { CARD_STYLE } from '../../page/shelf/card-style.ts';

/** The assistant's look, to be overridden by `::part()` and by the custom properties that it reads. */
export const ASSISTANT_STYLE = `
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
${CARD_STYLE}
ul { grid-template-columns: repeat(auto-fill, minmax(min(var(--vitrine-column, 8.5rem), 45cqi), 1fr)); margin: 0.8em 0; }
.link { border-radius: 0; }
.link:hover { background: none; }
.words { min-block-size: 0; }
mark { background: none; color: inherit; font-weight: 700; }
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
`;
