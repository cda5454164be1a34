import { expect, test, vi } from 'vitest';
import { decrypt, encrypt } from './encryption.ts';

const sealed = async (): Promise<Record<string, unknown>> => JSON.parse(await encrypt('{"tea":1}', 'pass'));

test('what was sealed is opened by its passphrase', async () => {
  expect(await decrypt(await sealed(), 'pass')).toBe('{"tea":1}');
});

test('each refusal names its cause and what helps', async () => {
  const envelope = await sealed();
  await expect(decrypt({ ...envelope, version: 2 }, 'pass')).rejects.toMatchObject({
    code: 'profile-version',
    message: 'The encrypted profile is not of version 1.',
    remedy: 'Update the shop, or export again from a shop of this version.',
  });
  await expect(decrypt({ ...envelope, nonce: 'AAAA' }, 'pass')).rejects.toMatchObject({
    code: 'profile-unreadable',
    message: expect.stringMatching(/^The encrypted profile is damaged: .*nonce/),
  });
  await expect(decrypt(envelope, undefined)).rejects.toMatchObject({
    code: 'wrong-passphrase',
    message: 'The profile is encrypted.',
    remedy: 'Give its passphrase.',
  });
  await expect(decrypt(envelope, 'other')).rejects.toMatchObject({
    code: 'wrong-passphrase',
    message: 'The passphrase is not that of the profile, or the file was changed.',
    remedy: 'Give the passphrase with which it was exported, and the file as it was then.',
    cause: expect.anything(),
  });
});

test('the format and its version are sealed with the text', async () => {
  const { subtle } = crypto;
  const encrypting = vi.spyOn(subtle, 'encrypt');
  await sealed();
  const [{ additionalData }] = encrypting.mock.calls[0] as [AesGcmParams, ...unknown[]];
  expect(new TextDecoder().decode(additionalData)).toBe('vitrine-profile-encrypted 1');
  encrypting.mockRestore();
});

test('the key never leaves the browser, and bytes that are no text are refused', async () => {
  const deriving = vi.spyOn(crypto.subtle, 'deriveKey');
  const envelope = await sealed();
  const key: CryptoKey = await deriving.mock.results[0].value;
  deriving.mockRestore();
  expect(key.extractable).toBe(false);
  const opening = vi.spyOn(crypto.subtle, 'decrypt').mockResolvedValue(Uint8Array.of(0xff, 0xfe).buffer);
  await expect(decrypt(envelope, 'pass')).rejects.toMatchObject({ code: 'wrong-passphrase' });
  opening.mockRestore();
});

test.each([undefined, {}])('where a page has no such encryption (%o), it says so', async (crypto) => {
  const envelope = await sealed();
  vi.stubGlobal('crypto', crypto);
  await expect(decrypt(envelope, 'pass')).rejects.toMatchObject({
    code: 'no-encryption',
    message: 'This page can neither encrypt nor decrypt.',
    remedy: 'Serve it over HTTPS.',
  });
  vi.unstubAllGlobals();
});
