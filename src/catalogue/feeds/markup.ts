/** Names of characters in HTML 4 that are not a letter with an accent. */
const NAMED = new Map(
  Array.from(
    (
      'amp & lt < gt > quot " apos \' nbsp \u00a0 ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ laquo « raquo » ' +
      'lsaquo ‹ rsaquo › hellip … bull • middot · trade ™ reg ® copy © deg ° euro € pound £ yen ¥ cent ¢ sect § para ¶ ' +
      'times × divide ÷ plusmn ± frac12 ½ frac14 ¼ frac34 ¾ sup2 ² sup3 ³ ordf ª ordm º iexcl ¡ iquest ¿ micro µ szlig ß ' +
      'aelig æ AElig Æ oelig œ OElig Œ oslash ø Oslash Ø eth ð ETH Ð thorn þ THORN Þ prime ′ Prime ″ minus − larr ← rarr → ' +
      'hearts ♥ star ☆ check ✓ ensp \u2002 emsp \u2003 thinsp \u2009 shy \u00ad zwnj \u200c zwj \u200d'
    ).matchAll(/(\w+) (\S+|\s)/g),
    ([, name, character]) => [name, character],
  ),
);
/** Marks that stand over a letter, by the ends of its name: `eacute` is e with an acute. */
const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
};
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,9}));/gi;
const TAG = /<\/?[a-z!][^<>]*>/gi;
const BREAK = /<(?:br|\/p|\/li|\/div|\/h\d|\/tr)\b[^<>]*>/gi;
/** Encoded more than once (`&amp;amp;`), as exports of exports are. */
const MOST_TIMES = 3;

/** Whether a text may hold markup. */
const mayHoldMarkup = (text: string): boolean => text.includes('&') || text.includes('<');

/** Text without tags and with its characters in place of their names: `Men&#8217;s tee &amp; cap`. */
export function withoutMarkup(text: string): string {
  if (!mayHoldMarkup(text)) return text;
  let plain = text;
  for (let times = 0; times < MOST_TIMES && plain.includes('&'); times++) plain = plain.replace(ENTITY, named);
  return plain
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(BREAK, ' ')
    .replace(TAG, '')
    .replace(/[ \t\r\n\u00a0]+/g, ' ')
    .trim();
}

/** Characters in place of their names; tags stay. */
export const withoutEntities = (text: string): string => (text.includes('&') ? text.replace(ENTITY, named) : text);

function named(entity: string, decimal?: string, hexadecimal?: string, name = ''): string {
  const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : undefined;
  if (code !== undefined) {
    const whole = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return whole ? String.fromCodePoint(code) : entity;
  }
  const character = NAMED.get(name);
  if (character !== undefined) return character;
  const [, letter, accent] = /^([a-z])(\w+)$/i.exec(name)!;
  return Object.hasOwn(ACCENTS, accent) ? (letter + ACCENTS[accent]).normalize('NFC') : entity;
}
