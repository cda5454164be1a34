import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { unreadable } from './log-report.ts';

/** `.gz` is unpacked. @throws VitrineError `bad-options` */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (cause) {
    throw unreadable(
      `${path} is not text in UTF-8.`,
      'Save it as UTF-8, or as a smaller file if it is over 500 MB.',
      cause,
    );
  }
}

/** Without those that are empty. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
