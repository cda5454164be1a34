import { expect, test } from 'vitest';
import { type GeneratorFile, readGenerator, writeGenerator } from './generator-file.ts';
import { writeSafetensors } from './safetensors.ts';

const FILE: GeneratorFile = {
  kind: 'describer',
  created: '2026-01-01T00:00:00.000Z',
  metrics: { loss: 0.5 },
  options: { width: 2, words: ['pot'] },
  tensors: { weights: { shape: [2], data: Float32Array.of(1, -2) } },
};

test('a file reads back as it was written', () => {
  expect(readGenerator(writeGenerator(FILE), 'picture', 'describer')).toEqual(FILE);
});

const withManifest = (manifest: string) =>
  writeSafetensors({ metadata: { 'vitrine-generator': manifest }, tensors: FILE.tensors });
test.each([
  ['of another program', writeSafetensors({ metadata: { format: 'pt' }, tensors: FILE.tensors }), 'none of ours'],
  ['of another kind', writeGenerator({ ...FILE, kind: 'picture-encoder' }), 'of the kind picture-encoder'],
  ['whose manifest is not JSON', withManifest('{'), 'not JSON'],
  ['of a later version', withManifest(JSON.stringify({ ...FILE, tensors: undefined, version: 2 })), 'version must be'],
  [
    'whose figures are none',
    withManifest(JSON.stringify({ ...FILE, version: 1, metrics: { loss: 'low' } })),
    'metrics',
  ],
])('a file %s is refused, and says so', (_, bytes, named) => {
  expect(() => readGenerator(bytes, 'describer')).toThrow(
    expect.objectContaining({
      code: 'pack-corrupt',
      message: expect.stringContaining(named),
      remedy: expect.stringContaining('vitrine'),
    }),
  );
});
