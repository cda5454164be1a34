import type { Pack } from '../pack/pack.ts';
import { isTrained } from './fit/fits-for.ts';
import { FITS } from './fit/registry.ts';

/** Sections that are learned from what single shoppers did. */
const REMEMBERING = [...FITS.filter(isTrained).map(({ section }) => section), 'tower'];

/**
 * What a pack tells of the shoppers whose log it was made of, in sentences: whether it can be published, and why not. What was
 * measured of it is in docs/privacy.md.
 */
export function whatAPackTells({ manifest, sections }: Pick<Pack, 'manifest' | 'sections'>): string[] {
  const { minShoppers, noise, windows } = manifest;
  const trained = REMEMBERING.filter((name) => Object.hasOwn(sections, name));
  const has = (name: string): boolean => Object.hasOwn(sections, name);
  const told: string[] = [];
  if (noise) {
    told.push(
      `It was counted with noise: of any one shopper's whole history it tells no more than ε = ${noise.epsilon}, δ = ${noise.delta}.`,
    );
  } else if (minShoppers > 1) {
    told.push(`Products, pairs and windows in their order are those of at least ${minShoppers} shoppers.`);
  } else {
    told.push('A private pack: its products and pairs can be what one single shopper did.');
  }
  if (has('knn') && windows === 'synthetic') told.push('Its windows are of virtual shoppers.');
  else if (has('knn') && !noise && minShoppers === 1)
    told.push('Its windows are pieces of what single shoppers did, as they are.');
  if (trained.length > 0) {
    told.push(`${trained.join(', ')} learned from whole sequences, and can remember what a single shopper did.`);
  }
  if (has('response')) told.push('response tells how often each product was viewed, put into a cart and bought.');
  const open = [
    ...(noise || minShoppers > 1 ? [] : ['train it with --min-shoppers 5']),
    ...(trained.length > 0 ? [`leave out ${trained.filter((name) => name !== 'tower').join(', ')}`] : []),
  ];
  if (open.length > 0) told.push(`Whoever has it can read that. To publish it, ${open.join(' and ')}.`);
  else if (has('response')) told.push('It can be published where these counts may be known: they are exact.');
  else told.push('It can be published.');
  return told;
}
