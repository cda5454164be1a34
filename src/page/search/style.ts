import { CARD_STYLE } from '../shelf/card-style.ts';

/** The search field's look, to be overridden by `::part()` and by the custom properties that it reads. */
export const SEARCH_STYLE = `
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
${CARD_STYLE}
`;
