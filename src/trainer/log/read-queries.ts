import { VitrineError } from '../../contract/errors.ts';
import { DelimitedRows } from '../../reading/delimited-rows.ts';
import { parseJson } from '../../reading/exact-json.ts';
import { readTableHead } from '../../reading/table-head.ts';
import type { JudgedQuery } from '../evaluation/search-queries.ts';

const TEXT_COLUMNS = ['query', 'text', 'q', 'search_term'];
const PRODUCT_COLUMNS = ['relevant', 'products', 'product', 'product_id', 'item_id', 'id'];
const GRADE_COLUMNS = ['relevance', 'grade', 'label'];
const GROUP_COLUMNS = ['group', 'language'];

export interface ReadQueries {
  queries: JudgedQuery[];
  /** Ids that the catalogue does not have. */
  unknown: number;
}

/**
 * Reads judged queries: a table, JSON or JSON lines with a query and the ids of the products that answer it, one or several a
 * row; rows of one query are put together. A grade of 0 says that a product does not answer.
 * @param placeOf of a product in the catalogue
 * @throws VitrineError `bad-options`
 */
export function readQueries(text: string, placeOf: (id: string) => number | undefined): ReadQueries {
  const judged = new Map<string, { relevant: Set<number>; group: string }>();
  let unknown = 0;
  for (const row of recordsOf(text.trim())) {
    const query = cellOf(row, TEXT_COLUMNS);
    const products = cellOf(row, PRODUCT_COLUMNS);
    if (typeof query !== 'string' || query.trim() === '' || products === undefined) {
      throw new VitrineError('bad-options', 'A row has no query or no products.', {
        remedy: `Name the columns ${TEXT_COLUMNS.join(' or ')}, and ${PRODUCT_COLUMNS.join(' or ')}.`,
      });
    }
    const known = judged.get(query) ?? { relevant: new Set(), group: String(cellOf(row, GROUP_COLUMNS) ?? 'all') };
    judged.set(query, known);
    if (Number(cellOf(row, GRADE_COLUMNS) ?? 1) <= 0) continue;
    for (const id of idsOf(products)) {
      const place = placeOf(id);
      if (place === undefined) unknown++;
      else known.relevant.add(place);
    }
  }
  return { queries: Array.from(judged, ([text, { relevant, group }]) => ({ text, relevant, group })), unknown };
}

type QueryRecord = Record<string, unknown>;

/** Rows of a JSON list, of JSON lines or of a table with a header. */
function recordsOf(text: string): QueryRecord[] {
  if (text.startsWith('[') || text.startsWith('{')) {
    try {
      const records = text.startsWith('[') ? parseJson(text) : text.split(/\s*\n\s*/).map(parseJson);
      return records as QueryRecord[];
    } catch (cause) {
      throw new VitrineError('bad-options', 'The queries are no JSON.', {
        remedy: 'Give a list, or an object a line.',
        cause,
      });
    }
  }
  const isHeader = (cells: readonly string[]): boolean =>
    [TEXT_COLUMNS, PRODUCT_COLUMNS].every((names) => cells.some((cell) => names.includes(cell.toLowerCase())));
  const { separator, lineEnd, skip, header = [] } = readTableHead(text, isHeader);
  const cells = new DelimitedRows(separator, lineEnd);
  const rows = [...cells.push(text.slice(skip)), ...cells.end()];
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [header[i]?.toLowerCase(), cell])));
}

function cellOf(record: QueryRecord, names: readonly string[]): unknown {
  const name = names.find((one) => record?.[one] !== undefined);
  return name && record[name];
}

const idsOf = (products: unknown): string[] =>
  Array.isArray(products)
    ? products.map(String)
    : String(products)
        .split(/[\s;|]+/)
        .filter(Boolean);
