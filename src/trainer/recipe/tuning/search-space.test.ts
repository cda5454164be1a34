import { expect, test } from 'vitest';
import { MemoryFolder } from '../../run-folder.ts';
import { drawSettings, readSpace } from './search-space.ts';
import { TrialJournal, type TrialLine } from './trial-journal.ts';

const drawn = (space: string, name: string): number[] =>
  Array.from({ length: 300 }, (_, trial) => {
    const setting = drawSettings(readSpace(space), 1, trial).find((one) => one.startsWith(`${name}=`));
    return Number(setting!.split('=')[1]);
  });

test('a list is drawn from, and a range between its ends', () => {
  const space = 'm.width=32, 64;m.dropout=0.2:0.5;m.blocks=1:4;m.rate=1e-4:1e-2';
  expect(new Set(drawn(space, 'm.width'))).toEqual(new Set([32, 64]));
  expect(drawn(space, 'm.dropout').every((value) => value >= 0.2 && value <= 0.5)).toBe(true);
  expect(new Set(drawn(space, 'm.blocks'))).toEqual(new Set([1, 2, 3, 4]));
  const low = drawn(space, 'm.rate').filter((value) => value < 1e-3).length;
  expect(low > 100 && low < 200).toBe(true);
});

test('the seed and the number of a trial decide what is drawn', () => {
  const space = readSpace('a=0:1;b=0:1');
  expect(drawSettings(space, 1, 5)).toEqual(drawSettings(space, 1, 5));
  expect(drawSettings(space, 1, 5)).not.toEqual(drawSettings(space, 1, 6));
  expect(drawSettings(space, 1, 5)).not.toEqual(drawSettings(space, 2, 5));
});

test.each(['', ';', 'a', 'a=', 'a=1:2:3', 'a=2:1', 'a=x:2'])('a space that is none: "%s"', (text) => {
  expect(() => readSpace(text)).toThrow(/space/);
});

test('a journal goes on behind the last whole line', async () => {
  const folder = new MemoryFolder();
  const line: TrialLine = { trial: 3, epochs: 7, settings: ['a=1'], 'ndcg@10': 0.5, 'recall@10': 0.6, seconds: 1 };
  await (await TrialJournal.open(folder, 'trials.jsonl')).add(line);
  const text = new TextDecoder().decode(await folder.read('trials.jsonl'));
  const broken = `${text}{"trial":4,"epochs":7,"sett`;
  await folder.writeAtomically('trials.jsonl', new TextEncoder().encode(broken));
  const journal = await TrialJournal.open(folder, 'trials.jsonl');
  expect(journal.lines).toEqual([line]);
  await journal.add({ ...line, trial: 4 });
  const again = await TrialJournal.open(folder, 'trials.jsonl');
  expect(again.lines.map(({ trial }) => trial)).toEqual([3, 4]);
  expect(journal.find(4, 7)?.settings).toEqual(['a=1']);
  expect(journal.find(4, 20)).toBeUndefined();
});
