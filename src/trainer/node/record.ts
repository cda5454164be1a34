import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A result as `bench/results/` keeps it, with what is needed to get it again. */
export interface RecordedResult {
  command: string;
  [more: string]: unknown;
}

export function writeRecord(path: string, result: RecordedResult): void {
  mkdirSync(dirname(path), { recursive: true });
  const full = { ...result, commit: commit(), versions: { node: process.versions.node } };
  writeFileSync(path, `${JSON.stringify(full, null, 2)}\n`);
}

/** Of the working folder, where it is a repository. */
function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
