import { SCRIPT_PARTS, type ScriptPart } from '../../contract/script-parts.ts';
import type { Setup } from '../facade/options.ts';

/** Addresses of all parts of the engine, each by its name. */
export const partsAt = (address: (name: ScriptPart) => string): Setup['parts'] =>
  Object.fromEntries(SCRIPT_PARTS.map((name) => [name, () => address(name)])) as Setup['parts'];
