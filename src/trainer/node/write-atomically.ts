import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whatever stops it, the file is then the old one or the new one, never half: it may be served, or read by another run. */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
