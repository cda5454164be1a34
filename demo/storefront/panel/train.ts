import { element } from '../element.ts';
import { fill, messages, number } from '../language.ts';
import type { Shop } from '../shop.ts';
import { type Section, section } from './section.ts';

/** Fine-tunes the model on the visitor's own history, with progress and a way to stop. */
export function trainSection(shop: Shop): Section {
  const say = messages();
  const start = element('button', { class: 'button', type: 'button' }, say.trainStart);
  const stop = element('button', { class: 'button button-quiet', type: 'button', hidden: true }, say.trainStop);
  const bar = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': say.panelTrain });
  const note = element('p', { class: 'quiet', role: 'status' });
  let running = new AbortController();

  const train = async (): Promise<void> => {
    running = new AbortController();
    start.hidden = true;
    stop.hidden = bar.hidden = false;
    bar.removeAttribute('value');
    note.textContent = messages().trainStarting;
    try {
      const training = shop.recommender.train({ signal: running.signal });
      for (;;) {
        const { done, value } = await training.next();
        if (done) {
          const words = { backend: value.backend, before: number(value.before, 3), after: number(value.after, 3) };
          note.textContent = fill(value.adopted ? messages().trainAdopted : messages().trainKept, words);
          break;
        }
        bar.value = value.step / Math.max(1, value.steps);
        note.textContent = fill(messages().trainProgress, {
          epoch: value.epoch + 1,
          epochs: value.epochs,
          step: value.step,
          steps: value.steps,
          loss: number(value.loss, 3),
        });
      }
    } catch (error) {
      const { code, message, remedy } = error as { code?: string; message: string; remedy?: string };
      note.textContent = code === 'aborted' ? messages().trainStopped : [message, remedy].filter(Boolean).join(' ');
    } finally {
      start.hidden = false;
      stop.hidden = bar.hidden = true;
    }
  };

  start.addEventListener('click', () => void train());
  stop.addEventListener('click', () => running.abort());
  shop.closed.addEventListener('abort', () => running.abort());
  return {
    root: section(
      'train',
      say.panelTrain,
      element('p', { class: 'quiet' }, say.trainText),
      element('p', { class: 'panel-actions' }, start, stop),
      bar,
      note,
    ),
  };
}
