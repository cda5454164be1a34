#!/usr/bin/env node
import { VitrineError } from '../src/contract/errors.ts';
import { attackCommand } from './commands/attack.ts';
import type { Command } from './commands/command.ts';
import { compareCommand } from './commands/compare.ts';
import { describeCommand } from './commands/describe.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { evaluateEncoderCommand } from './commands/evaluate-encoder.ts';
import { evaluatePicturesCommand } from './commands/evaluate-pictures.ts';
import { federateCommand } from './commands/federate.ts';
import { gapsCommand } from './commands/gaps.ts';
import { importCommand } from './commands/import.ts';
import { inspectCommand } from './commands/inspect.ts';
import { rankCommand } from './commands/rank.ts';
import { reportCommand } from './commands/report.ts';
import { snippetCommand } from './commands/snippet.ts';
import { studioCommand } from './commands/studio.ts';
import { synthesizeCommand } from './commands/synthesize.ts';
import { trainCommand } from './commands/train.ts';
import { trainDescriberCommand } from './commands/train-describer.ts';
import { trainEncoderCommand } from './commands/train-encoder.ts';
import { trainPicturesCommand } from './commands/train-pictures.ts';
import { tuneCommand } from './commands/tune.ts';
import { writePicturesCommand } from './commands/write-pictures.ts';

const COMMANDS: readonly Command[] = [
  trainCommand,
  evaluateCommand,
  compareCommand,
  tuneCommand,
  inspectCommand,
  importCommand,
  studioCommand,
  snippetCommand,
  rankCommand,
  reportCommand,
  synthesizeCommand,
  writePicturesCommand,
  trainPicturesCommand,
  trainEncoderCommand,
  evaluateEncoderCommand,
  evaluatePicturesCommand,
  trainDescriberCommand,
  describeCommand,
  gapsCommand,
  attackCommand,
  federateCommand,
];

const HELP = `vitrine: trains, measures and shows the pack that a shop ships beside its page.

${COMMANDS.map(({ name, summary }) => `  vitrine ${name.padEnd(18)} ${summary}`).join('\n')}

Each of them has its own help: vitrine train --help
`;

/** Exit codes: 0 done, 1 it failed, 2 it was called wrongly, 130 interrupted. */
async function main([name, ...args]: string[]): Promise<number> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const asked = name === undefined || name === 'help' || name === '--help' || name === '-h';
    (asked ? process.stdout : process.stderr).write(asked ? HELP : `vitrine has no command ${name}.\n\n${HELP}`);
    return asked ? 0 : 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  try {
    await command.run(args);
    return 0;
  } catch (thrown) {
    const error = VitrineError.from(thrown);
    process.stderr.write(`\nvitrine ${name}: ${error.message}\n${error.remedy === '' ? '' : `${error.remedy}\n`}`);
    if (error.code === 'internal') process.stderr.write(`${error.stack}\n`);
    if (error.code === 'aborted') return 130;
    return error.code === 'bad-options' ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
