import { expect, test } from 'vitest';
import { writeSafetensors } from '../../src/pack/safetensors.ts';
import { readFeed, tellApart } from './given-files.ts';

const FEED = new File(['id,title,price\np1,Tea,4.50\np2,Pot,20\n'], 'feed.csv');
const LOG = new File(['user,item,event,ts\nu1,p1,view,1700000000\nu1,p2,purchase,1700000100\n'], 'log.csv');

test.each([
  ['a table of products', FEED, 'feed'],
  ['JSON of a platform', new File(['{"products": [{"id": 1, "title": "Tea"}]}'], 'products.json'), 'feed'],
  ['XML', new File(['<rss><channel><item><id>1</id><title>Tea</title></item></channel></rss>'], 'feed.xml'), 'feed'],
  ['a table of events', LOG, 'log'],
  ['lines of products', new File(['1 3 4 5\n2 3 9\n'], 'train.txt'), 'log'],
  [
    'dates of which nobody knows the order',
    new File(['user,item,date\nu1,p1,05/12/2024\nu2,p1,06/12/2024\n'], 'dates.csv'),
    'log',
  ],
  ['words that nobody knows', new File(['user,item,event\nu1,p1,glimpsed\nu2,p1,gobbled\n'], 'words.csv'), 'log'],
])('%s', async (_, file, kind) => {
  expect(await tellApart([file])).toEqual({ [kind]: file });
});

test('a feed and a log in any order; two of a kind are refused', async () => {
  expect(await tellApart([LOG, FEED])).toEqual({ feed: FEED, log: LOG });
  await expect(tellApart([FEED, LOG, FEED])).rejects.toMatchObject({
    code: 'bad-options',
    message: 'Both feed.csv and feed.csv look like a feed.',
  });
});

const tensors = (metadata: Record<string, string>, name: string): File =>
  new File([writeSafetensors({ metadata, tensors: {} })], name);

test('packs, generators and describers are told by their headers; what is of no use here is refused', async () => {
  const pack = tensors({ vitrine: '{}' }, 'shop.bin');
  const generator = tensors({ 'vitrine-generator': '{"kind":"latent-picture"}' }, 'imagine.safetensors');
  const describer = tensors({ 'vitrine-generator': '{"kind":"describer"}' }, 'texts.safetensors');
  expect(await tellApart([describer, FEED, generator, pack])).toEqual({ feed: FEED, pack, generator, describer });
  await expect(tellApart([generator, tensors({ 'vitrine-generator': '{"kind":"picture"}' }, 'b')])).rejects.toThrow(
    'look like a generator of pictures',
  );
  for (const metadata of [{ 'vitrine-generator': '{"kind":"picture-encoder"}' }, { 'vitrine-generator': '{' }, {}]) {
    await expect(tellApart([tensors(metadata as Record<string, string>, 'x')])).rejects.toMatchObject({
      code: 'bad-options',
    });
  }
});

test('a feed is read by the rules of the page, and one without a product is told', async () => {
  const report = (await readFeed(new File(['id,title,price\np1,Tea,"4,50 €"\n,Nameless,1\n'], 'f.csv'))).report();
  expect(report).toMatchObject({ taken: 1, refused: 1 });
  await expect(readFeed(new File(['id,title\n,Tea\n'], 'empty.csv'))).rejects.toMatchObject({
    code: 'feed-unreadable',
    message: expect.stringContaining('empty.csv names no product; 1 rows were refused.'),
  });
});
