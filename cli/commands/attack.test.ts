import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { attackCommand } from './attack.ts';
import { inspectCommand } from './inspect.ts';
import { trainCommand } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-attack-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

let out = '';
let told = '';
beforeAll(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
  const lines = Array.from({ length: 60 }, (_, shopper) =>
    Array.from(
      { length: 6 },
      (_, step) => `shopper-${shopper},p${(shopper * 7 + step * step) % 23},view,${shopper + 60 * step}`,
    ),
  );
  writeFileSync(at('events.csv'), `user,item,event,ts\n${lines.flat().join('\n')}\n`);
});

test('an attack is told, and recorded with its command', async () => {
  await attackCommand.run([
    '--events',
    at('events.csv'),
    '--min-shoppers',
    '1',
    '--shadows',
    '2',
    '--record',
    at('found.json'),
  ]);
  expect(out).toMatch(/read back/);
  expect(out).toMatch(/likelihood ratio: AUC/);
  const found = JSON.parse(readFileSync(at('found.json'), 'utf8'));
  expect(found.command).toContain('vitrine attack --events');
  expect(found.members + found.others).toBe(60);
  expect(found.reconstruction['of one shopper, read back']).toBeGreaterThan(0);
}, 60_000);

test('training and inspect say what a pack tells', async () => {
  const train = (...more: string[]) =>
    trainCommand.run([
      '--events',
      at('events.csv'),
      '--out',
      at('shop.safetensors'),
      '--model',
      'rules+knn+popular',
      ...more,
    ]);
  await train();
  expect(told).toContain('It can be published.');
  out = '';
  await inspectCommand.run([at('shop.safetensors')]);
  expect(out).toContain('those of at least 5 shoppers');
  await train('--min-shoppers', '1');
  expect(told).toContain('A private pack');
  await expect(train('--model', 'attention', '--epsilon', '1')).rejects.toMatchObject({ code: 'bad-options' });
}, 60_000);
