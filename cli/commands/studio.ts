import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Options } from '../../src/trainer/options/option.ts';
import { serveStudio } from '../studio-server.ts';
import { helpOf, readArguments, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { tell } from './data.ts';

const OPTIONS = {
  feed: { type: 'text', value: 'FEED', meaning: "the shop's products, in any form that the studio reads" },
  log: { type: 'text', value: 'LOG', meaning: 'what shoppers did, in any form that vitrine train reads' },
  port: { type: 'whole', least: 0, most: 65_535, default: 4180, meaning: 'of this machine; 0: any that is free' },
} as const satisfies Options;

const HELP = `vitrine studio [options]

Opens a page on this machine where a feed and a log are read, a pack is trained, measured and looked into: all of it in the
browser, so that nothing leaves the machine. Files can also be dropped on the page. Ctrl-C ends it.

${helpOf(OPTIONS)}
`;

export const studioCommand: Command = {
  name: 'studio',
  summary: 'opens a page to read, train, measure and look into a pack in the browser',
  help: HELP,
  async run(args, given) {
    const { feed, log, port } = readArguments(args, OPTIONS);
    const files = [feed, log].filter((path) => path !== undefined);
    for (const path of files) {
      if (!statSync(path, { throwIfNoEntry: false })?.isFile())
        throw wrong(`There is no file ${path}.`, 'Check the path.');
    }
    const { address, server } = await serveStudio(files, port).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') throw cause;
      throw wrong(`Port ${port} is taken.`, 'Choose another one, or any that is free: --port 0', cause);
    });
    process.stdout.write(`${address}\n`);
    tell('The studio is open at this address. Ctrl-C ends it.');
    const end = (): void => {
      server.close();
      server.closeAllConnections();
    };
    process.once('SIGINT', end);
    given?.signal?.addEventListener('abort', end);
    await once(server, 'close');
    process.off('SIGINT', end);
  },
};
