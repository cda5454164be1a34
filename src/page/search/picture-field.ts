import { decodePicture } from '../pictures/decode-picture.ts';
import { make } from './make.ts';
import type { SearchWording } from './wording.ts';

/** The button by which a picture is chosen or taken, and the picture that was: shown small, to be taken off again. */
export class PictureField {
  readonly button = make('button', { part: 'picture-button', type: 'button' });
  /** Phones offer their camera for it too; with `capture` they would offer nothing else. */
  readonly input = make('input', {
    type: 'file',
    accept: 'image/*',
    class: 'unseen',
    tabindex: '-1',
    'aria-hidden': 'true',
  });
  readonly shown = make('div', { part: 'picture-shown' });
  readonly #preview = make('canvas', { part: 'picture-preview', role: 'img' });
  readonly #remove = make('button', { part: 'picture-remove', type: 'button' }, '×');
  readonly #onChange: () => void;
  #picture: Blob | null = null;

  /** @param onChange the visitor gave a picture, or took it off */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.button.append(icon());
    this.shown.append(this.#preview, this.#remove);
    this.shown.hidden = true;
    this.button.addEventListener('click', () => this.input.click());
    this.input.addEventListener('change', () => this.#take(this.input.files));
    this.#remove.addEventListener('click', () => this.#give(null));
  }

  get picture(): Blob | null {
    return this.#picture;
  }

  set picture(picture: Blob | null) {
    this.#picture = picture;
    this.input.value = '';
    this.shown.hidden = picture === null;
    this.#preview.width = 0;
    if (picture) void this.#draw(picture);
  }

  /** Pictures are taken where they are dropped on `target`, or pasted into it. */
  listen(target: HTMLElement): void {
    const isFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    target.addEventListener('dragover', (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      target.classList.add('dropping');
    });
    target.addEventListener('dragleave', () => target.classList.remove('dropping'));
    target.addEventListener('drop', (event) => {
      target.classList.remove('dropping');
      if (!isFile(event)) return;
      event.preventDefault();
      this.#take(event.dataTransfer?.files);
    });
    target.addEventListener('paste', (event) => {
      if (this.#take(event.clipboardData?.files, true)) event.preventDefault();
    });
  }

  speak(wording: SearchWording): void {
    this.button.setAttribute('aria-label', wording.byPicture);
    this.button.title = wording.byPicture;
    this.#preview.setAttribute('aria-label', wording.picture);
    this.#remove.setAttribute('aria-label', wording.removePicture);
  }

  /** @param onlyPictures what is none is left to others: with text from a table an image of it is pasted too */
  #take(files: FileList | null | undefined, onlyPictures = false): boolean {
    const given = Array.from(files ?? []);
    const file = given.find(({ type }) => type.startsWith('image/')) ?? (onlyPictures ? undefined : given[0]);
    if (file === undefined) return false;
    this.#give(file);
    return true;
  }

  /** On a canvas: many a policy of pages allows no image from `blob:`. What cannot be read is told by the search. */
  async #draw(picture: Blob): Promise<void> {
    const pixels = await decodePicture(picture).catch(() => undefined);
    if (pixels === undefined || this.#picture !== picture) return;
    const { width, height, rgba } = pixels;
    Object.assign(this.#preview, { width, height });
    this.#preview.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), 0, 0);
  }

  #give(picture: Blob | null): void {
    this.picture = picture;
    this.#onChange();
  }
}

/** A camera. */
function icon(): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const draw = (name: string, attributes: Record<string, string>): SVGElement => {
    const shape = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    return shape as SVGElement;
  };
  const svg = draw('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  svg.append(
    draw('path', {
      d: 'M4 8h3.5l1.5-2.5h6L16.5 8H20a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z',
    }),
    draw('circle', { cx: '12', cy: '13.5', r: '3.5' }),
  );
  return svg;
}
