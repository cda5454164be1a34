import type { KindName } from '../departments.ts';
import { Dice } from '../dice.ts';
import { backpack, tote } from './bags.ts';
import { Canvas } from './canvas.ts';
import { hat, jumper, tee } from './clothes.ts';
import { headphones, notebook, toy } from './desk.ts';
import { chair, clock } from './furniture.ts';
import { bowl, mug, pan, teapot } from './kitchen.ts';
import { cushion, lamp, vase } from './living.ts';
import type { Draw, Look } from './look.ts';
import { flask, lantern, tent } from './outdoors.ts';
import { parcel } from './parcel.ts';
import { plant, wateringCan } from './plants.ts';
import { boot, sneaker } from './shoes.ts';
import { backdrop } from './studio.ts';

/** Kinds that can be drawn: the shop's own, and a parcel for what is none of them. */
export type DrawnKind = KindName | 'parcel';

const DRAWINGS: Record<DrawnKind, { forms: number; draw: Draw }> = {
  parcel: { forms: 3, draw: parcel },
  mug: { forms: 3, draw: mug },
  teapot: { forms: 3, draw: teapot },
  bowl: { forms: 3, draw: bowl },
  pan: { forms: 3, draw: pan },
  lamp: { forms: 3, draw: lamp },
  vase: { forms: 4, draw: vase },
  cushion: { forms: 3, draw: cushion },
  clock: { forms: 3, draw: clock },
  chair: { forms: 3, draw: chair },
  plant: { forms: 5, draw: plant },
  'watering-can': { forms: 2, draw: wateringCan },
  jumper: { forms: 3, draw: jumper },
  tee: { forms: 3, draw: tee },
  hat: { forms: 3, draw: hat },
  sneaker: { forms: 3, draw: sneaker },
  boot: { forms: 3, draw: boot },
  backpack: { forms: 3, draw: backpack },
  tote: { forms: 3, draw: tote },
  tent: { forms: 3, draw: tent },
  flask: { forms: 3, draw: flask },
  lantern: { forms: 2, draw: lantern },
  notebook: { forms: 3, draw: notebook },
  headphones: { forms: 2, draw: headphones },
  toy: { forms: 4, draw: toy },
};

/** How many forms of a kind can be drawn. */
export const formsOf = (kind: DrawnKind): number => DRAWINGS[kind].forms;

/** @returns the picture as SVG text of 400 × 400 units, 2 to 12 kB. */
export function drawProduct(kind: DrawnKind, look: Look): string {
  const canvas = new Canvas();
  backdrop(canvas);
  DRAWINGS[kind].draw(canvas, look, new Dice(look.seed));
  return canvas.toString();
}
