import { closeSync, createReadStream, existsSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { EncodedText } from '../../reading/encoded-text.ts';
import { RecordRows } from '../log/forms/record-rows.ts';
import { unreadableLog } from '../log/log-report.ts';
import { scanText } from '../log/read-text-log.ts';
import { type EventSink, LogScan } from '../log/scan-log.ts';
import type { LogHints } from '../log/understanding.ts';

/** Bytes read at a time. */
const PIECE = 256 * 1024;
/** Rows of a Parquet file that are in memory at a time. */
const STRETCH = 50_000;

/** Text of a file in pieces: `.gz` is unpacked, the encoding is found. @throws VitrineError `bad-options` */
export async function* textIn(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) throw unreadableLog(`There is no ${path}.`, 'Check the path.');
  const text = new EncodedText();
  try {
    for await (const piece of bytesIn(path)) yield text.push(piece);
  } catch (cause) {
    throw unreadableLog(
      `${path} cannot be read to its end: ${(cause as Error).message}`,
      'Check that the file is whole.',
      cause,
    );
  }
  yield text.end();
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
  stop: (scan: LogScan) => boolean = () => false,
): Promise<LogScan> {
  const start = existsSync(path) ? new TextDecoder('latin1').decode(startOf(path, 4)) : '';
  if (start === 'PAR1') return scanParquet(path, hints, sink);
  if (start.startsWith('PK')) {
    throw unreadableLog(`${basename(path)} is a spreadsheet or a ZIP archive.`, 'Save it as CSV, or unpack it.');
  }
  return scanText(textIn(path), hints, sink, stop);
}

class ParquetRows extends RecordRows {
  readonly form = 'Parquet';
  push = () => [];
  end = () => this.finish();
}

async function scanParquet(path: string, hints: LogHints, sink: EventSink): Promise<LogScan> {
  const reader = new ParquetRows(hints);
  const scan = new LogScan(hints, sink, reader);
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const all = Number(metadata.num_rows);
    for (let from = 0; from < all; from += STRETCH) {
      const rowEnd = Math.min(all, from + STRETCH);
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart: from, rowEnd });
      scan.take(reader.take(rows));
    }
    return scan;
  } catch (cause) {
    if ((cause as Error).name === 'VitrineError') throw cause;
    throw unreadableLog(
      `The Parquet file cannot be read: ${(cause as Error).message}`,
      'Check that the file is whole.',
      cause,
    );
  }
}
