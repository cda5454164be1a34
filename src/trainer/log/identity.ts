/** Values that mean nobody: databases, spreadsheets and templates that had nothing to write. */
export const NOBODY =
  /^(?:null|none|nil|na|n\/a|nan|undefined|\(not set\)|not set|\\n|-|unknown|anonymous|guest|0{8}-0{4}-0{4}-0{4}-0{12})$/i;
/** May be a placeholder, or the first of those who are numbered from there. */
const MAYBE_NOBODY = /^(?:0(?:\.0+)?|-1)$/;
/** The page's rules of ids: UTF-16 units, and no half of a surrogate pair. */
export const LONGEST_ID = 512;
const HALF_CHARACTER = /\p{Surrogate}/u;
/** Latin-1 has nothing to compose and nothing to break. */
const BEYOND_LATIN = /[\u0100-\uffff]/;

/** What begins with another digit than 0 is quickly known to be somebody. */
export function isNobody(id: string): boolean {
  const first = id.charCodeAt(0);
  return id === '' || ((first < 0x31 || first > 0x39) && id.length <= 36 && NOBODY.test(id));
}
export const mayBeNobody = (id: string): boolean => MAYBE_NOBODY.test(id);

/** Whether these are whole numbers that a table of numbers gave a fraction (`1001.0`): where some are missing, such tables do. */
export const areFractions = (ids: readonly string[]): boolean => ids.length > 0 && ids.every((id) => FRACTION.test(id));
const FRACTION = /^\d+\.0$/;

/** One form for what is the same to a reader: ids are compared in NFC. */
export function plainId(cell: string): string {
  const id = cell.trim();
  return BEYOND_LATIN.test(id) ? id.normalize('NFC') : id;
}

/** @returns why no page and no pack would take this id */
export function misfitOf(id: string): string | undefined {
  if (id.length > LONGEST_ID) return `with an id of over ${LONGEST_ID} characters`;
  if (BEYOND_LATIN.test(id) && (id.includes('\ufffd') || HALF_CHARACTER.test(id)))
    return 'with an id of characters that cannot be read';
  return undefined;
}
