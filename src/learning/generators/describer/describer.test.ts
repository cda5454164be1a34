import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../../../contract/product.ts';
import { TypeScriptLayers } from '../../../kernels/encoders/linear-layers.ts';
import { readGenerator, writeGenerator } from '../../../pack/generator-file.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { readDescriberFile, writeDescriberFile } from './describer-file.ts';
import { DESCRIBER_TRAINING, describerContent, describerData, fitDescriber } from './fit-describer.ts';
import { LanguageModel } from './language-model.ts';
import { languageNet } from './language-net.ts';
import { CHINESE_CLOTHES, CLOTHES } from './testing/shop.ts';
import { END } from './vocabulary.ts';

const OPTIONS = {
  ...DESCRIBER_TRAINING,
  ...{ width: 16, blocks: 1, heads: 2, longest: 48, phrases: 20, negatives: 0, batchTokens: 128, learningRate: 0.02 },
  ...{ averaging: 0, dropout: 0, seed: 1, facts: 'strict' as const },
};
const data = describerData(CLOTHES, undefined, OPTIONS);

beforeAll(async () => {
  await openCompute('cpu');
});

/** A describer of weights that nobody trained: it writes nonsense, which must be as true as anything. */
function untrained() {
  const net = languageNet(OPTIONS);
  net.initialise(data.vocabulary.size, new Random(3));
  return writeDescriberFile(describerContent(data, net.weights, OPTIONS), { heldLoss: 9 });
}

describe('a trained describer', () => {
  test('predicts the held-out texts better with each epoch, and writes the shop’s sentence with this product’s facts', async () => {
    const losses: number[] = [];
    const fitting = fitDescriber(data, { ...OPTIONS, epochs: 9, patience: 9, validateEvery: 1 });
    let weights: Awaited<ReturnType<typeof fitting.next>>['value'] | undefined;
    for (;;) {
      const { done, value } = await fitting.next();
      if (done) {
        weights = value;
        break;
      }
      if (value.validation !== undefined) losses.push(value.validation);
    }
    expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
    const describer = await readDescriberFile(writeDescriberFile(describerContent(data, weights, OPTIONS), {}));
    const product = { id: 'new', title: 'Osier Turquoise skirt', brand: 'Osier', colour: 'Turquoise' } as Product;
    expect(describer.describe(product).text).toBe('Turquoise skirt by Osier, has long sleeves, and pockets\nLining');
    expect(describer.describe(product, { style: 'line' }).text).toBe(
      'Turquoise skirt by Osier, has long sleeves, and pockets',
    );
    const interests = [{ kind: 'brand' as const, name: 'Osier', share: 1, lift: 3, from: ['other'] }];
    expect(describer.describe({ ...product, tags: ['Turquoise'] }, { profile: { interests } })).toMatchObject({
      text: 'Osier · Turquoise skirt by Osier, has long sleeves, and pockets\nLining',
      first: { kind: 'brand', name: 'Osier' },
    });
  });
});

describe('any describer', () => {
  test('invents nothing, whatever its weights and whatever the product', async () => {
    const describer = await readDescriberFile(untrained());
    const word = fc.constantFrom(
      'shirt',
      'Red',
      'navy',
      'Quill',
      'Tarn & Vale',
      'cotton',
      '7',
      'two',
      'XL',
      'und',
      '棉',
      '两个',
      '黑色',
      '衬衫',
      '{colour1}',
      '-',
    );
    const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '));
    const styles = fc.constantFrom('paragraph' as const, 'line' as const, 'search-title' as const);
    fc.assert(
      fc.property(
        text,
        fc.option(fc.constantFrom('Osier', 'Other & Sons'), { nil: undefined }),
        styles,
        (title, brand, style) => {
          const product = { id: 'x', title, ...(brand !== undefined && { brand }) };
          const interests = [{ kind: 'brand' as const, name: brand ?? 'Osier', share: 1, lift: 3, from: ['other'] }];
          const { text, source } = describer.describe(product, { profile: { interests }, style });
          expect(describer.invented(text, product)).toEqual([]);
          expect(['written', 'edited', 'template']).toContain(source);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('says so where a product has no attributes, and gives what there is', async () => {
    const describer = await readDescriberFile(untrained());
    const nothing = { text: '', source: 'template', reason: 'no-facts' };
    for (const style of ['paragraph', 'line', 'search-title'] as const) {
      expect(describer.describe({ id: 'x' }, { style })).toEqual(nothing);
      expect(describer.describe({ id: 'x', description: 'An old text' }, { style })).toEqual(nothing);
    }
    expect(describer.describe({ id: 'x', title: 'zzz' })).toMatchObject({ text: 'zzz', reason: 'nothing-similar' });
  });

  test('of a shop in two languages writes in that of the title, and facts of either script in it', async () => {
    const both = describerData([...CLOTHES, ...CHINESE_CLOTHES], undefined, OPTIONS);
    const net = languageNet(OPTIONS);
    net.initialise(both.vocabulary.size, new Random(3));
    const describer = await readDescriberFile(writeDescriberFile(describerContent(both, net.weights, OPTIONS), {}));
    const chinese = { id: 'a', title: '柳编大衣', brand: '柳编', colour: 'Green' } as Product;
    expect(describer.describe(chinese)).toEqual({ text: '柳编绿大衣，长袖。', source: 'edited' });
    const english = { id: 'b', title: 'Osier coat', brand: 'Osier', colour: '绿色' } as Product;
    expect(describer.describe(english)).toEqual({
      text: 'Green coat by Osier, has long sleeves, and pockets\nLining',
      source: 'edited',
    });
    for (const product of [...CLOTHES, ...CHINESE_CLOTHES].slice(50, 70)) {
      const { text } = describer.describe(product);
      expect(describer.invented(text, product)).toEqual([]);
      expect(/\p{Script=Han}/u.test(text)).toBe(product.id.endsWith('zh'));
    }
  });

  test('is the same after its file was written and read', async () => {
    const [a, b] = [await readDescriberFile(untrained()), await readDescriberFile(untrained())];
    for (const product of CLOTHES.slice(0, 3)) expect(a.describe(product)).toEqual(b.describe(product));
  });

  test('a file that is not one, or not whole, is refused', async () => {
    await expect(readDescriberFile(new Uint8Array(9))).rejects.toMatchObject({ code: 'pack-corrupt' });
    const file = readGenerator(untrained(), 'describer');
    for (const broken of [
      { ...file, options: { ...file.options, tokens: [] } },
      { ...file, options: { ...file.options, heads: 3 } },
      { ...file, tensors: { ...file.tensors, texts: { shape: [1], data: Uint16Array.of(60_000) } } },
      { ...file, tensors: { ...file.tensors, items: { shape: [1, 16], data: new Int8Array(16) } } },
    ]) {
      await expect(readDescriberFile(writeGenerator(broken))).rejects.toMatchObject({ code: 'pack-corrupt' });
    }
  });
});

test('too few texts, and empty ones, teach nothing, and it says so', () => {
  for (const products of [CLOTHES.slice(0, 20), CLOTHES.map(({ description: _, ...rest }) => rest)]) {
    expect(() => describerData(products, undefined, OPTIONS)).toThrow(
      expect.objectContaining({ code: 'nothing-to-train', message: expect.stringContaining('have a text') }),
    );
  }
});

test('beam search finds texts as likely as greedy search does, or likelier', () => {
  const net = languageNet(OPTIONS);
  net.initialise(data.vocabulary.size, new Random(5));
  for (const { data } of Object.values(net.weights)) for (let i = 0; i < data.length; i++) data[i] *= 4;
  const model = new LanguageModel(OPTIONS, net.weights, (weights) => new TypeScriptLayers(weights));
  const end = data.vocabulary.rowOf(END);
  const allowed = new Uint8Array(data.vocabulary.size + 1);
  for (const row of [4, 5, 6, end]) allowed[row] = 1;
  const best = (beams: number) => model.write(data.taught[0].prompt, { allowed, end, beams, longest: 3 })[0];
  const normal = ({ rows, score }: ReturnType<typeof best>) => score / (rows.length + 1) ** 0.8;
  expect(normal(best(16))).toBeGreaterThanOrEqual(normal(best(1)));
  expect(best(16).rows.every((row) => allowed[row] === 1)).toBe(true);
});
