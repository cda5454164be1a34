import { readCsv } from './csv.ts';
import { UnusableFile } from './problem.ts';

export type Row = Record<string, unknown>;

export interface Table {
  /** Of the file. */
  name: string;
  rows: readonly Row[];
}

const MAX_MB = 64;

/**
 * Reads a file of records: a JSON array (or an object that holds one), JSON lines, or CSV/TSV with a head line.
 * @throws UnusableFile
 */
export async function readTable(file: File): Promise<Table> {
  const { name, size } = file;
  if (size > MAX_MB * 1_000_000) throw new UnusableFile('ownTooLarge', { name, size: MAX_MB });
  const text = (await file.text()).replace(/^\uFEFF/, '').trim();
  return { name, rows: /^[[{]/.test(text) ? readJson(name, text) : readCsv(text) };
}

function readJson(name: string, text: string): Row[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const list = Array.isArray(parsed) ? parsed : Object.values(parsed as object).find(Array.isArray);
    return (list ?? [parsed]).filter(isRow);
  } catch (error) {
    return readLines(text) ?? fail(name, error);
  }
}

function readLines(text: string): Row[] | undefined {
  try {
    const lines = text.split('\n').filter((line) => line.trim());
    return lines.length > 1 ? lines.map((line) => JSON.parse(line)).filter(isRow) : undefined;
  } catch {
    return undefined;
  }
}

function fail(name: string, error: unknown): never {
  throw new UnusableFile('ownBadJson', { name, message: (error as Error).message });
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/** The first of the row's fields of these names that says something; names are compared without case. */
export function field(row: Row, names: readonly string[]): unknown {
  const fields = Object.entries(row);
  for (const name of names) {
    const found = fields.find(([key, value]) => key.toLowerCase().trim() === name && value !== '' && value !== null);
    if (found) return found[1];
  }
  return undefined;
}
