import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { collectedEvents, EXPERIMENTS } from '../../bench/experiments/shop.ts';
import { evaluateCommand } from './evaluate.ts';
import { reportCommand } from './report.ts';

const GOLDEN = resolve(import.meta.dirname, '../../src/trainer/report/golden');
const folder = mkdtempSync(join(tmpdir(), 'vitrine-report-'));
const at = (name: string): string => join(folder, name);
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};

let output = '';
let told = '';
beforeAll(() => {
  const lines = [...collectedEvents({ visitors: 1_500, days: 12, lift: 0.6, seed: 3 })];
  const half = Math.floor(lines.length / 2);
  write('first.jsonl', lines.slice(0, half).join('\n'));
  write('second.jsonl.gz', gzipSync(lines.slice(half).join('\n')));
  write('all.json', `[\n${lines.join(',\n')}\n]`);
  write('experiments.json', JSON.stringify(EXPERIMENTS));
});
beforeEach(() => {
  output = '';
  told = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('vitrine report', () => {
  const EVENTS = ['--events', at('first.jsonl'), '--events', at('second.jsonl.gz')];
  const PLAN = ['--experiments', at('experiments.json')];

  test('a shop’s events give its table, its pictures and the verdicts', async () => {
    await reportCommand.run([...EVENTS, ...PLAN, '--out', at('out')]);
    expect(readdirSync(at('out')).sort()).toEqual([
      'experiment-1.svg',
      'placements.svg',
      'report.csv',
      'report.json',
      'report.md',
    ]);
    for (const file of ['report.md', 'report.csv', 'placements.svg', 'experiment-1.svg']) {
      await expect(readFileSync(join(at('out'), file), 'utf8')).toMatchFileSnapshot(join(GOLDEN, file));
    }
    const { experiments } = JSON.parse(readFileSync(join(at('out'), 'report.json'), 'utf8'));
    expect(experiments[0]).toMatchObject({ name: 'home-sale-first', control: 'control', mixed: 0, warnings: [] });
    expect(told).toContain('report.md');
  });

  test('files in any order, and as one JSON list, say the same', async () => {
    await reportCommand.run([...EVENTS, '--format', 'csv']);
    const inOrder = output;
    output = '';
    await reportCommand.run(['--events', at('second.jsonl.gz'), '--events', at('first.jsonl'), '--format', 'csv']);
    expect(output).toBe(inOrder);
    output = '';
    await reportCommand.run(['--events', at('all.json'), '--format', 'csv']);
    expect(output).toBe(inOrder);
  });

  test('lines that cannot be read are told in the report, and cost only themselves', async () => {
    const [line] = readFileSync(at('first.jsonl'), 'utf8').split('\n');
    const path = write(
      'broken.jsonl',
      `${line}\n{"name": "purch\n\n{"name":"scroll","client_id":"x","timestamp_micros":1}\n`,
    );
    await reportCommand.run(['--events', path, '--format', 'json']);
    expect(JSON.parse(output)).toMatchObject({
      events: 1,
      remarks: ['1 of 3 rows left out: not valid JSON', expect.stringContaining('of the event "scroll"')],
    });
  });

  test('names of the log do no harm in Markdown, spreadsheets and pictures', async () => {
    const event = (name: string): string =>
      JSON.stringify({
        name,
        client_id: 'v',
        timestamp_micros: 1.7e15,
        params: { item_list_id: 'l', item_list_name: '=cmd()|<img src=x>', items: [{ item_id: 'p' }] },
      });
    const path = write('hostile.jsonl', `${event('view_item_list')}\n${event('select_item')}\n`);
    await reportCommand.run(['--events', path, '--out', at('hostile')]);
    const [markdown, csv, svg] = ['report.md', 'report.csv', 'placements.svg'].map((file) =>
      readFileSync(join(at('hostile'), file), 'utf8'),
    );
    expect(markdown).toContain('| =cmd()\\|\\<img src=x\\> |');
    expect(csv).toContain("placement,'=cmd()|<img src=x>,");
    expect(svg).not.toContain('<img');
  });

  test.each<[string, string[], string]>([
    ['no events', [], '--events is missing'],
    ['no such file', ['--events', at('none.jsonl')], 'There is no'],
    [
      'nothing that can be used',
      ['--events', write('views.csv', 'user,item\nu,p\n')],
      'No event could be used. 2 of 2',
    ],
    ['a format that there is not', ['--events', at('all.json'), '--format', 'pdf'], '--format is pdf'],
    [
      'experiments that cannot be',
      ['--events', at('all.json'), '--experiments', write('bad.json', '[{"name":"e","variants":[{"name":"a"}]}]')],
      'The experiment `e` cannot be used',
    ],
  ])('is told what is wrong: %s', async (_, args, message) => {
    await expect(reportCommand.run(args)).rejects.toMatchObject({
      code: 'bad-options',
      message: expect.stringContaining(message),
    });
  });
});

describe('vitrine evaluate --task replay', () => {
  const list = (product: string, propensity: number, reward: number): object => ({
    places: [{ product, propensity, reward }],
    target: ['b'],
  });
  const lists = [list('a', 0.75, 1), list('a', 0.75, 0), list('a', 0.75, 1), list('b', 0.25, 1)];

  test('tells what another ranking would have brought, and what was left out', async () => {
    const wrong = [list('a', 0, 1), { places: [] }, { ...lists[0], target: [{ a: 0.5 }] }, 7];
    const path = write('lists.jsonl', [...lists, ...wrong].map((one) => JSON.stringify(one)).join('\n'));
    await evaluateCommand.run(['--data', path, '--task', 'replay', '--json']);
    expect(JSON.parse(output)).toMatchObject({
      task: 'replay',
      lists: 4,
      logged: { mean: 0.75 },
      ips: { mean: 1 },
      effectiveLists: 1,
      leftOut: expect.arrayContaining([expect.stringContaining('a propensity that is not above 0')]),
    });
    expect(told).toContain('1 of 8 rows left out: whose target is neither');
  });

  test('says so where the propensities cannot be right', async () => {
    const path = write('wrong.jsonl', Array.from({ length: 50 }, () => JSON.stringify(lists[0])).join('\n'));
    await evaluateCommand.run(['--data', path, '--task', 'replay']);
    expect(output).toContain('The weights do not average 1');
  });
});
