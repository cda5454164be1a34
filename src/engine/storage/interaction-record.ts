import {
  INTERACTION_NAMES,
  type Interaction,
  type InteractionName,
  type StoredInteraction,
} from '../../contract/interaction.ts';

const NAMES: ReadonlySet<unknown> = new Set(INTERACTION_NAMES);
/** UTF-16 units. */
const LONGEST_ID = 512;

/**
 * One interaction of which nothing is known, checked and made fit to store; a text says why it is not one. A time that
 * is missing or in the future becomes `now`.
 */
export function readInteraction(value: unknown, now: number): Interaction | string {
  if (typeof value !== 'object' || value === null) return 'An interaction is an object.';
  const { name, product, at, quantity, list } = value as Record<string, unknown>;
  if (!NAMES.has(name)) return `There is no interaction named ${JSON.stringify(name)}.`;
  if (typeof product !== 'string' || product.trim() === '') return 'An interaction names a product by its id, a text.';
  if (product.length > LONGEST_ID) return `An id has at most ${LONGEST_ID} characters.`;
  const known = typeof at === 'number' && Number.isFinite(at) && at >= 0;
  return {
    name: name as InteractionName,
    product: product.trim(),
    at: known ? Math.min(at, now) : now,
    ...(typeof quantity === 'number' && Number.isFinite(quantity) && quantity > 0 ? { quantity } : {}),
    ...(typeof list === 'string' && list.length <= LONGEST_ID ? { list } : {}),
  };
}

/** A record as it lies in the store; `undefined` where it is damaged. */
export function readStored(value: unknown): StoredInteraction | undefined {
  const interaction = readInteraction(value, Number.POSITIVE_INFINITY);
  if (typeof interaction === 'string') return undefined;
  const { seq, session } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(session)) return undefined;
  return { ...interaction, seq: seq as number, session: session as number };
}
