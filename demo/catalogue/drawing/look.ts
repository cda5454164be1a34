import type { Dice } from '../dice.ts';
import type { Canvas } from './canvas.ts';
import type { Hex } from './colour.ts';
import type { PatternName } from './patterns.ts';
import type { Surface } from './studio.ts';

/** All that the draughtsman needs to know of a product: the same look gives the same picture, byte for byte. */
export interface Look {
  /** Which of the kind's forms, from 0. */
  form: number;
  colour: Hex;
  /** Of pattern, lining, laces, pots: whatever stands beside the main colour. */
  accent: Hex;
  /** Of what is wooden or metal about it: legs, lids, handles. */
  trim: Hex;
  pattern: PatternName;
  surface: Surface;
  /** For what chance decides: the fall of leaves, the place of a print. */
  seed: number;
}

/** Draws one kind of product on the studio's backdrop. */
export type Draw = (canvas: Canvas, look: Look, dice: Dice) => void;
