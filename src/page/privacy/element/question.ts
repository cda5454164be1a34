import { make } from '../../shelf/make.ts';

export interface Asked {
  title: string;
  text: string;
  /** What is to be filled in. Default nothing. */
  fields?: readonly HTMLElement[];
  /** On the button that answers, and on the one that does not. */
  answer: string;
  cancel: string;
  /**
   * Does what was asked for.
   * @param signal aborted where the visitor does not wait for it
   * @returns what is wrong, in words, for the visitor to mend; undefined where nothing is
   */
  onAnswer: (signal: AbortSignal) => Promise<string | undefined>;
}

/** A question over the page. Escape and its second button close it, and the focus goes back to where it was. */
export class Question {
  readonly root = make('dialog', {
    part: 'dialog',
    'aria-labelledby': 'question',
    'aria-describedby': 'question-text',
  });
  #asking: AbortController | null = null;

  constructor() {
    this.root.addEventListener('close', () => this.#asking?.abort());
  }

  ask({ title, text, fields = [], answer, cancel, onAnswer }: Asked): void {
    const fault = make('p', { class: 'fault', role: 'alert' });
    fault.hidden = true;
    const sure = make('button', { part: 'answer', type: 'submit' }, answer);
    const back = make('button', { part: 'cancel', type: 'button' }, cancel);
    const form = make(
      'form',
      {},
      make('h3', { id: 'question' }, title),
      make('p', { id: 'question-text' }, text),
      ...fields,
      fault,
      make('div', { class: 'actions' }, back, sure),
    );
    back.addEventListener('click', () => this.close());
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const asking = new AbortController();
      this.#asking = asking;
      sure.disabled = true;
      const wrong = await onAnswer(asking.signal);
      if (asking.signal.aborted) return;
      sure.disabled = false;
      fault.hidden = wrong === undefined;
      fault.textContent = wrong ?? '';
      if (wrong === undefined) this.close();
    });
    this.root.replaceChildren(form);
    this.root.showModal();
    // What deletes is not what Enter does at once.
    (fields[0]?.querySelector('input') ?? back).focus();
  }

  close(): void {
    this.root.close();
  }
}
