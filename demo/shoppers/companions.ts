import type { KindName } from '../catalogue/departments.ts';

/** Kinds that shoppers look for together: what goes with a thing, best first. */
export const COMPANIONS: Record<KindName, readonly KindName[]> = {
  mug: ['teapot', 'bowl', 'notebook'],
  teapot: ['mug', 'bowl', 'cushion'],
  bowl: ['mug', 'pan', 'teapot'],
  pan: ['bowl', 'teapot', 'mug'],
  lamp: ['chair', 'cushion', 'clock'],
  vase: ['plant', 'cushion', 'lamp'],
  cushion: ['chair', 'lamp', 'vase'],
  clock: ['lamp', 'chair', 'notebook'],
  chair: ['cushion', 'lamp', 'plant'],
  plant: ['watering-can', 'vase', 'chair'],
  'watering-can': ['plant', 'vase', 'lantern'],
  jumper: ['hat', 'boot', 'tote'],
  tee: ['sneaker', 'hat', 'backpack'],
  hat: ['jumper', 'backpack', 'tee'],
  sneaker: ['tee', 'backpack', 'flask'],
  boot: ['jumper', 'tent', 'hat'],
  backpack: ['flask', 'sneaker', 'notebook'],
  tote: ['jumper', 'notebook', 'sneaker'],
  tent: ['lantern', 'flask', 'boot'],
  flask: ['backpack', 'tent', 'lantern'],
  lantern: ['tent', 'watering-can', 'flask'],
  notebook: ['headphones', 'tote', 'lamp'],
  headphones: ['notebook', 'lamp', 'backpack'],
  toy: ['tee', 'cushion', 'notebook'],
};
