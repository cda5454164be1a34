import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runStep } from '../src/trainer/run-context.ts';
import { inContext } from './run-context.ts';

const work = join(mkdtempSync(join(tmpdir(), 'vitrine-context-')), 'work');

test('Ctrl-C ends the run at its next step, and says where to go on from', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const run = inContext({ seed: 1, work }, async (context) => {
    await context.folder.writeAtomically('half', Uint8Array.of(1));
    await runStep(context, 'endless', async (step) => {
      process.emit('SIGINT');
      for (;;) await step(0, 2);
    });
  });
  await expect(run).rejects.toMatchObject({ code: 'aborted', message: expect.stringContaining(work) });
  expect(process.listenerCount('SIGINT')).toBe(0);
  const kept = await inContext({ seed: 1, work }, (context) => context.folder.list());
  expect(kept).toEqual(['half']);
  vi.restoreAllMocks();
});
