import { existsSync, statSync } from 'node:fs';
import { startsShardIndex } from '../../src/pack/shards/shard-index.ts';
import { inspectLog, type LogSummary } from '../../src/trainer/log/inspect-log.ts';
import type { LogHints } from '../../src/trainer/log/understanding.ts';
import { logAt, startOf } from '../../src/trainer/node/open-log.ts';
import { LOG_OPTIONS } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { helpOf, readArgumentsAndFiles, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { hintsOf, readProductsAloud } from './data.ts';
import { JSON_OUTPUT } from './file-options.ts';
import { packInText, packSummary } from './pack-summary.ts';
import { shardsInText, shardsSummary } from './shards-summary.ts';

const OPTIONS = {
  ...LOG_OPTIONS,
  products: { type: 'texts', value: 'FEED', meaning: "the shop's products: how many of the log's products it has" },
  ...JSON_OUTPUT,
} as const satisfies Options;

const HELP = `vitrine inspect FILE [options]

Of a pack: what it holds, after reading all of it as the page does: its manifest, its sections with their options, and each tensor's
element type, shape and bytes. Of the index of a pack in shards: the shards, and whether every file is as the index tells. Of a log: what was understood of it, before an hour of training: its columns, times, events,
shoppers and products, what was left out and why, what was guessed, and what is odd.

${helpOf(OPTIONS)}
`;

/** The longest header of a pack that is believed. */
const LONGEST_HEADER = 2 ** 32;

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'shows what a pack holds, whole or in shards, or what is understood of a log',
  help: HELP,
  async run(args) {
    const { values, files } = readArgumentsAndFiles(args, OPTIONS);
    const [path] = files;
    if (path === undefined)
      throw wrong('No file is named.', 'vitrine inspect shop.safetensors, or vitrine inspect events.csv');
    if (files.length > 1) throw wrong(`Two files are named: ${files.join(', ')}.`, 'Inspect one at a time.');
    if (!existsSync(path)) throw wrong(`There is no ${path}.`, 'Check the path.');
    if (statSync(path).isDirectory()) throw wrong(`${path} is a folder.`, 'Name a file in it.');
    const { shown, text } = await summaryOf(path, hintsOf(values), values.products);
    process.stdout.write(values.json ? `${JSON.stringify(shown, null, 2)}\n` : text);
  },
};

async function summaryOf(
  path: string,
  hints: LogHints,
  feeds?: readonly string[],
): Promise<{ shown: object; text: string }> {
  if (startsShardIndex(new TextDecoder().decode(startOf(path, 40)))) {
    const shown = await shardsSummary(path);
    return { shown, text: shardsInText(shown) };
  }
  if (isPack(path)) {
    const shown = await packSummary(path);
    return { shown, text: packInText(shown) };
  }
  const shown = await logSummary(path, hints, feeds);
  return { shown, text: logInText(path, shown) };
}

/** A pack begins with the length of its header in eight bytes, and the header with a bracket. */
function isPack(path: string): boolean {
  const start = startOf(path, 9);
  if (path.endsWith('.safetensors')) return true;
  return (
    start.length === 9 && start[8] === 0x7b && Number(new DataView(start.buffer).getBigUint64(0, true)) < LONGEST_HEADER
  );
}

async function logSummary(path: string, hints: LogHints, feeds?: readonly string[]): Promise<LogSummary> {
  return inspectLog(logAt(path), hints, feeds && (await readProductsAloud(feeds)));
}

function logInText(path: string, log: LogSummary): string {
  const { form, columns, times, rows, events, shoppers, products, known, leftOut, guesses, oddities } = log;
  const all = Object.values(events).reduce((a, b) => a + b, 0);
  const lines = [
    `${path}: ${form}`,
    ...Object.entries(columns).map(([column, field]) => `  ${column.padEnd(10)} ${field}`),
    '',
    `${rows} rows: ${all} events of ${shoppers} shoppers with ${products} products`,
    ...(times ? [`from ${times.from} to ${times.to} (${times.written})`] : []),
    ...Object.entries(events).map(([event, count]) => `  ${event.padEnd(18)} ${count}`),
    ...(known === undefined ? [] : [`${known} of ${products} products of the log are in the feed`]),
    ...titled(
      'Left out:',
      Object.entries(leftOut).map(([reason, count]) => `${count} rows ${reason}`),
    ),
    ...titled('Guessed:', guesses),
    ...titled('Look at:', oddities),
  ];
  return `${lines.join('\n')}\n`;
}

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
