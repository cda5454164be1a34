const VOWEL = /[aeiouy]/;
const DOUBLED = /([bcdfghjkmnpqrtvwx])\1$/;
/** `scarves`, `shelves`, `knives`, but not `gloves`, `olives` and `sleeves`. */
const SOFTENED = /(?:[aeo]l|ar|ea|oa|ni|wi)ves$/;
const SHORTEST = 3;

/**
 * The stem that a plural, a past form and a participle of an English word have in common: steps 1a to 1c of Porter (1980), with
 * the last e left out in place of being put back, so that `boxes` meets `box` and `lacing` meets `lace`; and `scarves` meets `scarf`.
 */
export function stemOf(word: string): string {
  let stem = word;
  if (/(ss|x|z|ch|sh)es$/.test(stem)) stem = stem.slice(0, -2);
  else if (SOFTENED.test(stem)) stem = `${stem.slice(0, -3)}f`;
  else if (/[^aeou]ies$/.test(stem)) stem = stem.slice(0, -2);
  else if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
  const ending = /(?:ed|ing)$/.exec(stem)?.[0].length ?? 0;
  if (ending > 0 && VOWEL.test(stem.slice(0, -ending))) stem = stem.slice(0, -ending).replace(DOUBLED, '$1');
  else stem = stem.replace(/e$/, '');
  stem = stem.replace(/([^aeiou])y$/, '$1i');
  return stem.length < SHORTEST ? word : stem;
}
