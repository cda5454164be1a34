import type { Messages } from '../wording/messages.ts';
import { fill } from '../wording/messages.ts';
import { make } from './make.ts';

/** The corner of a card: why the product is shown, and that the visitor does not want to see it. A disclosure, closed by Escape. */
function createCorner(
  title: string,
  reasons: readonly string[],
  messages: Messages,
  onDismiss: () => void,
): HTMLElement {
  const opener = make('summary', { part: 'why', 'aria-label': fill(messages.why, { title }) }, '⋯');
  const dismiss = make('button', { part: 'not-this', type: 'button' }, messages.notThis);
  dismiss.addEventListener('click', onDismiss);
  const panel = make('div', { part: 'panel' }, ...reasons.map((reason) => make('p', {}, reason)), dismiss);
  // Of one name: opening one closes the others.
  const feedback = make('details', { name: 'feedback' }, opener, panel);
  feedback.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !feedback.open) return;
    event.preventDefault();
    feedback.open = false;
    opener.focus();
  });
  return feedback;
}

/** What stands in the place of a product that the visitor did not want to see. */
function createDismissed(title: string, messages: Messages, onUndo: () => void): HTMLLIElement {
  const undo = make('button', { part: 'undo', type: 'button' }, messages.undo);
  undo.addEventListener('click', onUndo);
  return make('li', { part: 'dismissed' }, make('p', { role: 'status' }, fill(messages.dismissed, { title })), undo);
}

const STYLE = `
summary, .panel button, .undo { cursor: pointer; font: inherit; }
summary {
  background: color-mix(in srgb, var(--vitrine-surface, Canvas) 85%, transparent); block-size: 2rem; border-radius: 50%;
  color: var(--vitrine-ink, CanvasText); display: grid; inline-size: 2rem; inset-block-start: 0.4rem; inset-inline-end: 0.4rem;
  line-height: 1; list-style: none; place-content: center; position: absolute; z-index: 2;
}
summary::-webkit-details-marker { display: none; }
.panel {
  background: var(--vitrine-surface, Canvas); border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-radius: var(--vitrine-radius, 0.5em); box-sizing: border-box; color: var(--vitrine-ink, CanvasText);
  font-size: 0.9em; inset-block-start: 0; inset-inline: 0; min-block-size: 9em; padding: 0.8em;
  padding-inline-end: 2.8rem; position: absolute; z-index: 1;
}
.panel p { margin: 0 0 0.6em; overflow-wrap: anywhere; }
.panel button, .undo {
  background: none; border: 1px solid currentColor; border-radius: 99px; color: inherit; min-block-size: 2.25rem; padding: 0 0.9em;
}
:is(summary, .panel button, .undo):focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.dismissed {
  align-content: center; border: 1px dashed color-mix(in srgb, currentColor 35%, transparent);
  border-radius: var(--vitrine-radius, 0.5em); box-sizing: border-box; display: grid; gap: 0.6em; justify-items: center; padding: 0.8em; text-align: center;
}
.dismissed p { margin: 0; overflow-wrap: anywhere; }
@media (hover: hover) and (pointer: fine) {
  details:not([open]) summary { opacity: 0; }
  :is(li:hover, li:focus-within) summary { opacity: 1 !important; }
}
@media (forced-colors: active) { summary { border: 1px solid; } }
`;

/** What the first list does not wait for, in a script of its own. */
export const feedback = { style: STYLE, createCorner, createDismissed };
