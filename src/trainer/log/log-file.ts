import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { EncodedText } from '../../reading/encoded-text.ts';
import { EventGathering } from './event-log.ts';
import { RecordRows } from './forms/record-rows.ts';
import { unreadableLog } from './log-report.ts';
import { gatheredLog, isLines, type LogOptions, linesOf, type ReadLog, readLines, scanText } from './read-text-log.ts';
import { type EventSink, LogScan } from './scan-log.ts';
import type { LogHints } from './understanding.ts';

/** The file of a log, wherever it lies: on a disk, or as a person gave it to a page. */
export interface LogFile {
  readonly name: string;
  /** Its first bytes; fewer where it is shorter. */
  start(bytes: number): Promise<Uint8Array>;
  /** All its bytes in pieces, from the start and unpacked where it is `.gz`. */
  pieces(): AsyncIterable<Uint8Array>;
  /** Any part of it, for forms that are not read from the start. */
  parts(): Promise<AsyncBuffer>;
}

/** Rows of a Parquet file that are in memory at a time. */
const STRETCH = 50_000;

/** Text of a file in pieces: the encoding is found. @throws VitrineError `bad-options` */
export async function* textOfFile(file: LogFile): AsyncGenerator<string> {
  const text = new EncodedText();
  try {
    for await (const piece of file.pieces()) yield text.push(piece);
  } catch (cause) {
    throw unreadableLog(
      `${file.name} cannot be read to its end: ${(cause as Error).message}`,
      'Check that the file is whole.',
      cause,
    );
  }
  yield text.end();
}

/**
 * Passes a log of any form through, once.
 * @param stop ends early where it is seen that the log has another way to be read
 * @throws VitrineError `bad-options`
 */
export async function scanLogFile(
  file: LogFile,
  hints: LogHints,
  sink: EventSink,
  stop: (scan: LogScan) => boolean = () => false,
): Promise<LogScan> {
  const start = new TextDecoder('latin1').decode(await file.start(4));
  if (start === 'PAR1') return scanParquet(file, hints, sink, stop);
  if (start.startsWith('PK')) {
    throw unreadableLog(`${file.name} is a spreadsheet or a ZIP archive.`, 'Save it as CSV, or unpack it.');
  }
  return scanText(textOfFile(file), hints, sink, stop);
}

/** Reads a log of any form that is one file. @throws VitrineError `bad-options` */
export async function readLogFile(file: LogFile, options: LogOptions = {}): Promise<ReadLog> {
  const gathering = new EventGathering();
  const scan = await scanLogFile(file, options, gathering, isLines);
  const reading = scan.end();
  if (isLines(scan)) return readLines(await linesOf(textOfFile(file)), scan.reader.kind, options.sessions ?? false);
  return gatheredLog(gathering, scan, reading);
}

class ParquetRows extends RecordRows {
  readonly form = 'Parquet';
  push = () => [];
  end = () => this.finish();
}

async function scanParquet(
  log: LogFile,
  hints: LogHints,
  sink: EventSink,
  stop: (scan: LogScan) => boolean,
): Promise<LogScan> {
  const reader = new ParquetRows(hints);
  const scan = new LogScan(hints, sink, reader);
  try {
    const file = await log.parts();
    const metadata = await parquetMetadataAsync(file);
    const all = Number(metadata.num_rows);
    for (let from = 0; from < all && !stop(scan); from += STRETCH) {
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
