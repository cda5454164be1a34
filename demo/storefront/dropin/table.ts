import { inferSchema, initParser } from 'udsv';
import { fill, messages } from '../language.ts';
import { FileProblem } from './problem.ts';

export type Row = Record<string, unknown>;

const MAX_MB = 64;

/** Reads a file of records: a JSON array (or an object that holds one), JSON lines, or CSV/TSV with a head line. */
export async function readTable(file: File): Promise<Row[]> {
  if (file.size > MAX_MB * 1_000_000)
    throw new FileProblem(fill(messages().ownTooLarge, { name: file.name, size: MAX_MB }));
  const text = (await file.text()).replace(/^\uFEFF/, '').trim();
  return /^[[{]/.test(text) ? readJson(file.name, text) : readCsv(text);
}

function readJson(name: string, text: string): Row[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const list = Array.isArray(parsed) ? parsed : Object.values(parsed as object).find(Array.isArray);
    return (list ?? [parsed]).filter(isRow);
  } catch (error) {
    try {
      return text
        .split('\n')
        .filter((line) => line.trim())
        .map((line) => JSON.parse(line))
        .filter(isRow);
    } catch {
      throw new FileProblem(fill(messages().ownBadJson, { name, message: (error as Error).message }));
    }
  }
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function readCsv(text: string): Row[] {
  if (!text.includes('\n')) return [];
  return initParser(inferSchema(text)).stringObjs(text) as Row[];
}

/** The first of the row's fields of these names that says something; names are compared without case. */
export function field(row: Row, names: readonly string[]): unknown {
  for (const name of names) {
    for (const [key, value] of Object.entries(row))
      if (key.toLowerCase().trim() === name && value !== '' && value !== null) return value;
  }
  return undefined;
}
