import { VitrineError } from '../../../contract/errors.ts';
import type { PictureSet } from './picture-set.ts';

/** What a picture is asked for. */
export interface PictureRequest {
  kind: string;
  colour?: string;
  /** Taste, of the width that the generator was trained with; none is the middle of all. */
  taste?: Float32Array;
}

/**
 * Conditions as the nets read them: the kind as one 1 among zeros, the colour likewise, then the taste vector.
 */
export class Conditions {
  /** Numbers in one. */
  readonly width: number;
  readonly #combinations: ReadonlySet<number>;

  constructor(
    readonly kinds: readonly string[],
    readonly colours: readonly string[],
    readonly tasteWidth: number,
    /** Kind and colour of what was trained on: `kind · colours + colour`, sorted, each once. */
    readonly combinations: readonly number[],
  ) {
    this.width = kinds.length + colours.length + tasteWidth;
    this.#combinations = new Set(combinations);
  }

  static of({ kinds, colours, kindOf, colourOf, taste }: PictureSet): Conditions {
    const met = new Set<number>();
    if (colourOf) kindOf.forEach((kind, i) => void met.add(kind * colours.length + colourOf[i]));
    return new Conditions(
      kinds,
      colourOf ? colours : [],
      taste?.width ?? 0,
      [...met].sort((a, b) => a - b),
    );
  }

  /** Writes the condition of a picture of the set. */
  ofPicture({ kindOf, colourOf, taste }: PictureSet, picture: number, into: Float32Array): void {
    const vector = taste?.vectors.subarray(picture * taste.width, (picture + 1) * taste.width);
    this.#write(kindOf[picture], colourOf?.[picture], vector, into);
  }

  /** Writes the condition of a request. @throws VitrineError `bad-options`, as `settle` */
  ofRequest(request: PictureRequest, into: Float32Array): void {
    const { colour } = this.settle(request);
    const at = colour === undefined ? undefined : this.colours.indexOf(colour);
    this.#write(this.kinds.indexOf(request.kind), at, request.taste, into);
  }

  /** The same conditions without colours and tastes. [count, condition] */
  ofKindsAlone(conditions: Float32Array): Float32Array {
    return conditions.map((value, i) => (i % this.width < this.kinds.length ? value : 0));
  }

  /**
   * The colour that will be drawn: one that was met with the kind replaces one that never was.
   * @throws VitrineError `bad-options` where the kind, or the colour altogether, was never trained
   */
  settle({ kind, colour, taste }: PictureRequest): { colour?: string } {
    const known = this.#index('kind', kind, this.kinds);
    if (taste !== undefined && taste.length !== this.tasteWidth) {
      throw new VitrineError('bad-options', `A taste has ${this.tasteWidth} numbers here, not ${taste.length}.`);
    }
    if (colour === undefined) return {};
    const at = this.#index('colour', colour, this.colours);
    const met = this.#combinations.has(known * this.colours.length + at) ? at : this.#coloursOf(known)[0];
    return { colour: this.colours[met] };
  }

  /** Names of the colours that were met with a kind. */
  coloursOf(kind: string): string[] {
    return this.#coloursOf(this.kinds.indexOf(kind)).map((colour) => this.colours[colour]);
  }

  #coloursOf(kind: number): number[] {
    const count = this.colours.length;
    return this.combinations.filter((at) => Math.floor(at / count) === kind).map((at) => at % count);
  }

  #index(what: string, name: string, names: readonly string[]): number {
    const at = names.indexOf(name);
    if (at >= 0) return at;
    throw new VitrineError('bad-options', `The generator was never trained on the ${what} ${name}.`, {
      remedy: names.length > 0 ? `It knows ${names.join(', ')}.` : `It was trained without ${what}s.`,
    });
  }

  #write(kind: number, colour: number | undefined, taste: Float32Array | undefined, into: Float32Array): void {
    into.fill(0);
    into[kind] = 1;
    if (colour !== undefined) into[this.kinds.length + colour] = 1;
    if (taste !== undefined) into.set(taste, this.kinds.length + this.colours.length);
  }
}
