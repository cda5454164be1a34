import type { RecommendQuery } from '../../contract/recommendation.ts';

/** As many products as a query may ask for. */
const MOST = 500;
const DEFAULT_LIMIT = 12;

/** Reads one attribute; `undefined` for what cannot be read. */
interface Reader {
  read: (text: string) => unknown;
  /** What would be right, for the console. */
  wanted: string;
}

const whole: Reader = {
  read: (text) => (/^\s*\d+\s*$/.test(text) && Number(text) >= 1 && Number(text) <= MOST ? Number(text) : undefined),
  wanted: `a whole number from 1 to ${MOST}`,
};
const ids: Reader = {
  read: (text) => (/^\s*\[/.test(text) ? json.read(text) : text.split(/\s+/).filter(Boolean)),
  wanted: 'ids, separated by spaces, or a JSON array of them',
};
const json: Reader = {
  read: (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  },
  wanted: 'JSON, with its quotation marks as the page’s own need it: filter=\'{"brands":["Aster"]}\'',
};
const fraction: Reader = {
  read: (text) => (text.trim() !== '' && Number(text) >= 0 && Number(text) <= 1 ? Number(text) : undefined),
  wanted: 'a number from 0 to 1',
};

/** The attributes that ask something, each named as in the query; `exclude` goes into its filter. */
const ATTRIBUTES: Record<string, Reader> = {
  placement: { read: (text) => text, wanted: 'a name' },
  limit: whole,
  like: ids,
  exclude: ids,
  among: ids,
  filter: json,
  rules: json,
  friends: json,
  variant: json,
  diversity: fraction,
  seen: {
    read: (text) => (text === 'exclude' || text === 'include' ? text : undefined),
    wanted: '`exclude` or `include`',
  },
};
export const QUERY_ATTRIBUTES: readonly string[] = Object.keys(ATTRIBUTES);

/** What any element may have; names with a hyphen, a colon or another sign are somebody else's. */
const GLOBAL =
  /^(id|class|style|slot|part|title|hidden|lang|dir|role|tabindex|is|nonce|inert|draggable|translate|item\w+|on\w+|.*\W.*|_.*)$/;

/**
 * What a shelf asks, by its attributes.
 * @returns the query, and a line for each attribute that could not be read, which counts as absent
 */
export function readAttributes(element: { attributes: Iterable<{ name: string; value: string }> }): {
  query: RecommendQuery & { limit: number };
  doubts: string[];
} {
  const asked: Record<string, unknown> = {};
  const doubts: string[] = [];
  for (const { name, value } of element.attributes) {
    const reader = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    const read = reader?.read(value);
    if (read !== undefined) asked[name] = read;
    else if (reader) doubts.push(`${name}="${value}" is left out: give ${reader.wanted}`);
    else if (!GLOBAL.test(name)) {
      doubts.push(`the attribute \`${name}\` is not known; there are ${QUERY_ATTRIBUTES.join(', ')}`);
    }
  }
  const { exclude, ...query } = asked as RecommendQuery & { exclude?: string[] };
  const limit = query.limit ?? query.among?.length ?? DEFAULT_LIMIT;
  const filter = exclude ? { filter: { ...query.filter, exclude } } : {};
  return { query: { placement: 'home', ...query, ...filter, limit }, doubts };
}
