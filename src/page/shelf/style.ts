import { CARD_STYLE } from './card-style.ts';

/** The shelf's look, to be overridden by `::part()` and by the custom properties that it reads. */
export const SHELF_STYLE = `
:host { color: inherit; container-type: inline-size; display: block; font: inherit; }
:host([hidden]), [hidden] { display: none !important; }
.room { display: grid; grid-template-columns: minmax(0, 1fr); }
.room > * { grid-area: 1 / 1; }
.room > div { align-self: start; }
h2 { font-size: 1.25em; line-height: 1.3; margin: 0 0 0.75em; }
section[data-behind] { visibility: hidden; }
${CARD_STYLE}
.placeholder .words::before, .placeholder .words::after {
  background: color-mix(in srgb, currentColor 7%, transparent); border-radius: 0.3em; content: ""; display: block;
}
.placeholder .words::before { block-size: 1em; margin: 0.7em 0 0.35em; }
.placeholder .words::after { block-size: 1em; inline-size: 40%; }
@media (prefers-reduced-motion: no-preference) {
  .placeholder { animation: breathe 1.6s ease-in-out infinite alternate; }
  @keyframes breathe { to { opacity: 0.5; } }
}
.action { display: grid; margin-block-start: 0.5em; min-block-size: var(--vitrine-action, 2.75em); position: relative; z-index: 1; }
@media (forced-colors: active) { .frame, .badge { border: 1px solid; } }
`;
