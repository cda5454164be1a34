import { afterAll, expect, test, vi } from 'vitest';
import { readDescriberFile, writeDescriberFile } from '../generators/describer/describer-file.ts';
import { DESCRIBER_TRAINING, describerContent, describerData } from '../generators/describer/fit-describer.ts';
import { languageNet } from '../generators/describer/language-net.ts';
import { CLOTHES } from '../generators/describer/testing/shop.ts';
import { Random } from '../training/random.ts';
import { Generators } from './generators.ts';

// As its script leaves it.
vi.stubGlobal('vitrineReadDescriber', readDescriberFile);
afterAll(() => vi.unstubAllGlobals());

const options = {
  ...DESCRIBER_TRAINING,
  width: 16,
  blocks: 1,
  heads: 2,
  longest: 48,
  phrases: 20,
  seed: 1,
  facts: 'strict' as const,
};
const data = describerData(CLOTHES, undefined, options);
const net = languageNet(options);
net.initialise(data.vocabulary.size, new Random(1));
const generator = writeDescriberFile(describerContent(data, net.weights, options), {}).buffer;
const script = 'http://127.0.0.1:9/describer.js';
const product = { id: 'x', title: 'Osier Red skirt', brand: 'Osier' };

test('a draft that invents nothing is taken as it is', async () => {
  const draft = 'A red skirt by Osier.';
  expect(await new Generators().describe({ script, generator, product, draft })).toEqual({
    text: draft,
    source: 'built-in',
  });
});

test('a draft that invents is told, and not taken', async () => {
  const made = await new Generators().describe({
    script,
    generator,
    product,
    draft: 'A navy cotton skirt by Quill for 20.',
  });
  expect(made.invented).toEqual(['navy', 'cotton', 'quill', '20']);
  expect(made.source).not.toBe('built-in');
  expect(await new Generators().describe({ script, generator, product })).toEqual({
    text: made.text,
    source: made.source,
  });
});

test('a describer that is not there, or is none, is told', async () => {
  const generators = new Generators();
  const gone = 'data:text/plain,none';
  await expect(generators.describe({ script, generator: gone, product })).rejects.toMatchObject({
    code: 'pack-corrupt',
  });
  await expect(generators.describe({ script, generator: 'http://127.0.0.1:9/none', product })).rejects.toMatchObject({
    code: 'pack-unreachable',
  });
});

test('where the script that reads describers cannot be loaded, it is named', async () => {
  vi.stubGlobal('vitrineReadDescriber', undefined);
  const described = new Generators().describe({ script, generator, product });
  await expect(described).rejects.toMatchObject({ code: 'worker-failed', message: `${script} could not be loaded.` });
});
