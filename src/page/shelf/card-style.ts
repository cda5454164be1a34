/** The look of cards, on a shelf and in a search. All heights are in `em` and of fixed lines, so that a room can be kept for them. */
export const CARD_STYLE = `
ul {
  display: grid; gap: var(--vitrine-gap, 1rem); list-style: none; margin: 0; padding: 0;
  grid-template-columns: repeat(var(--vitrine-columns, auto-fill), minmax(min(var(--vitrine-column, 11rem), 45cqi), 1fr));
}
li { line-height: 1.35; min-inline-size: 0; position: relative; }
.frame {
  aspect-ratio: var(--vitrine-ratio, 1); background: color-mix(in srgb, currentColor 7%, transparent);
  border-radius: var(--vitrine-radius, 0.5em); overflow: hidden; position: relative;
}
.picture { block-size: 100%; display: block; inline-size: 100%; object-fit: var(--vitrine-fit, cover); }
.words { display: flow-root; min-block-size: var(--vitrine-words, 7.25em); }
.link {
  background: none; border: 0; color: inherit; cursor: pointer; display: block; font: inherit; margin: 0.5em 0 0;
  min-block-size: 0; padding: 0; text-align: start; text-decoration: none; inline-size: 100%;
}
.link::after { content: ""; inset: 0; position: absolute; }
.link:focus-visible { outline: none; }
.link:focus-visible::after { border-radius: var(--vitrine-radius, 0.5em); outline: 2px solid currentColor; outline-offset: 3px; }
.link:hover .title { text-decoration: underline; }
.title { display: block; overflow-wrap: anywhere; }
.price { display: block; font-variant-numeric: tabular-nums; font-weight: 600; }
ins { color: var(--vitrine-sale, inherit); text-decoration: none; }
del { font-weight: 400; opacity: 0.75; }
.badges { display: flex; flex-wrap: wrap; gap: 0.3em; inset-block-start: 0.5em; inset-inline: 0.5em 3em; position: absolute; }
.badge {
  background: var(--vitrine-accent, #a3262a); border-radius: 99px; color: var(--vitrine-accent-ink, #fff); font-size: 0.8em;
  font-weight: 600; padding: 0.1em 0.7em;
}
.reason { font-size: 0.85em; margin: 0.25em 0 0; opacity: 0.8; overflow-wrap: anywhere; }
.unseen { block-size: 1px; clip-path: inset(50%); inline-size: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
`;
