import { expect, test } from 'vitest';
import { readSourceSettings } from './source-settings.ts';

test('options by source, the last one said of each', () => {
  const given = [
    'attention.width=96',
    'attention.dropout=0.2',
    'attention.epochs=5',
    'svd.scaling=-0.5',
    'attention.loss=gbce',
    'rules.top=60',
    'rules.session=true',
  ];
  expect(readSourceSettings([...given, 'attention.width=32'], ['attention', 'svd', 'rules'])).toEqual({
    attention: { width: 32, dropout: 0.2, epochs: 5, loss: 'gbce' },
    svd: { scaling: -0.5 },
    rules: { top: 60, session: true },
  });
  expect(readSourceSettings([], ['rules'])).toEqual({});
});

test.each([
  ['no value', 'attention.width='],
  ['no option', 'attention=96'],
  ['a model that is not trained', 'gru4rec.width=96'],
  ['a source that is not asked for', 'knn.decay=0.5'],
  ['a source that has no options', 'successors.top=5'],
  ['an option that the source does not have', 'rules.width=5'],
  ['a word for yes or no', 'rules.session=perhaps'],
  ['an option that the model does not have', 'attention.depth=3'],
  ['a word for a number', 'attention.width=wide'],
  ['a number below 0', 'attention.dropout=-0.5'],
  ['half a number of a vector', 'attention.width=1.5'],
  ['a loss that nobody knows', 'attention.loss=hinge'],
  ['no epoch', 'attention.epochs=0'],
])('%s is refused: %s', (_, text) => {
  expect(() => readSourceSettings([text], ['attention', 'rules'])).toThrow(
    expect.objectContaining({ code: 'bad-options', remedy: expect.stringMatching(/.+/) }),
  );
});
