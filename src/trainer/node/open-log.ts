import { closeSync, createReadStream, existsSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { asyncBufferFromFile } from 'hyparquet';
import { type LogFile, scanLogFile, textOfFile } from '../log/log-file.ts';
import { unreadableLog } from '../log/log-report.ts';
import type { EventSink, LogScan } from '../log/scan-log.ts';
import type { LogHints } from '../log/understanding.ts';

/** Bytes read at a time. */
const PIECE = 256 * 1024;

/** A log on a disk. @throws VitrineError `bad-options` where there is none */
export function logAt(path: string): LogFile {
  if (!existsSync(path)) throw unreadableLog(`There is no ${path}.`, 'Check the path.');
  return {
    name: basename(path),
    start: async (bytes) => startOf(path, bytes),
    pieces: () => bytesIn(path),
    parts: () => asyncBufferFromFile(path),
  };
}

/** Text of a file in pieces: `.gz` is unpacked, the encoding is found. @throws VitrineError `bad-options` */
export async function* textIn(path: string): AsyncGenerator<string> {
  yield* textOfFile(logAt(path));
}

/** Bytes of a file in pieces, unpacked. */
function bytesIn(path: string): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: PIECE });
  return isGzip(path) ? file.pipe(createGunzip({ chunkSize: PIECE })) : file;
}

function isGzip(path: string): boolean {
  const [first, second] = startOf(path, 2);
  return first === 0x1f && second === 0x8b;
}

/** The first bytes of a file. */
export function startOf(path: string, bytes: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const start = new Uint8Array(bytes);
    return start.slice(0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}

/**
 * Passes a log of any form through, once.
 * @param stop ends early where it is seen that the log has another way to be read
 * @throws VitrineError `bad-options`
 */
export async function scanLog(
  path: string,
  hints: LogHints,
  sink: EventSink,
  stop?: (scan: LogScan) => boolean,
): Promise<LogScan> {
  return scanLogFile(logAt(path), hints, sink, stop);
}
