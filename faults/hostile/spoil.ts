import fc from 'fast-check';

/** What breaks readers: names of the language's own, numbers at the edge, characters that end or open something. */
const NASTY = [
  '__proto__',
  'constructor',
  '{"__proto__":{"polluted":1}}',
  '"toString":null,',
  '1e999',
  '-1e308',
  'NaN',
  'null',
  '[[[[[[[[[[[[',
  '}}}}]]]]',
  '"',
  '\\',
  "'",
  ',',
  ';',
  '\t',
  '\n',
  '\r\n',
  '\0',
  '\uFEFF',
  '\uD800',
  '\u202E',
  '<![CDATA[',
  ']]>',
  '</item>',
  '<!ENTITY a "&a;&a;">',
  '&#x110000;',
  '%00',
  '=cmd|x',
  '9'.repeat(400),
  'é'.repeat(200),
];

interface Edit {
  /** Where, as a share of the whole. */
  at: number;
  removed: number;
  put: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(4_000)),
  put: fc.oneof(fc.constantFrom(...NASTY), fc.constant(''), fc.string({ unit: 'binary', maxLength: 12 })),
});

/** Texts that were whole once: some as they are, most with a few edits. */
export const spoiledText = (whole: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...whole), fc.array(edit, { maxLength: 5 })).map(spoilText) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  );

function spoilText([text, edits]: [string, Edit[]]): string {
  return edits.reduce((spoiled, { at, removed, put }) => {
    const from = Math.floor(at * spoiled.length);
    return spoiled.slice(0, from) + put + spoiled.slice(from + removed);
  }, text);
}

/** Bytes of a file that were whole once, with bytes overwritten, cut out, or cut off. */
export const spoiledBytes = (whole: readonly Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc
    .tuple(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ minLength: 1, maxLength: 8 })), {
        maxLength: 6,
      }),
      fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1.2, noNaN: true })),
    )
    .map(([bytes, writes, length]) => {
      const spoiled = new Uint8Array(Math.floor(bytes.length * length));
      spoiled.set(bytes.subarray(0, spoiled.length));
      for (const [at, written] of writes) {
        const from = Math.floor(at * Math.max(0, spoiled.length - written.length));
        if (spoiled.length >= written.length) spoiled.set(written, from);
      }
      return spoiled;
    });

/** A value of the language with some of its fields replaced by anything at all. */
export const spoiledValue = (whole: readonly object[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 2, arbitrary: anything },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(30), anything), { maxLength: 4 }))
        .map(([value, edits]) => {
          const copy = structuredClone(value);
          for (const [which, put] of edits) {
            const places = placesIn(copy);
            const place = places[which % Math.max(1, places.length)];
            if (place) place.holder[place.key] = put;
          }
          return copy;
        }),
    },
  );

const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    withMap: true,
  }),
  fc.constantFrom<unknown>(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    1e308,
    2 ** 53,
    '__proto__',
    'constructor',
    'x'.repeat(100_000),
    JSON.parse('{"__proto__":{"polluted":1}}'),
    [],
    {},
    new Date(Number.NaN),
    /a/,
    Symbol.iterator,
  ),
);

type Holder = Record<string | number, unknown>;

function placesIn(value: unknown, depth = 0): { holder: Holder; key: string }[] {
  if (depth > 6 || !(Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]')) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key], depth + 1)]);
}
