import { expect, test } from 'vitest';
import { logVocabulary } from './vocabulary.ts';

/** Written anew by `npx vitest run --project unit src/trainer/log/vocabulary -u`. */
test('the vocabulary for other readers is that of ours', async () => {
  await expect(`${JSON.stringify(logVocabulary(), null, 2)}\n`).toMatchFileSnapshot('../log.vocabulary.json');
});
