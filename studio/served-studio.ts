import wasm from 'vitrine/tfjs-backend-wasm-simd.wasm?url';
import { openStudio } from './page/open-studio.ts';

/** Where `vitrine studio` says which files it was started with; it hands them out under the same addresses. */
const GIVEN = './given/';

async function given(): Promise<readonly File[]> {
  const names = (await (await fetch(GIVEN)).json()) as string[];
  return Promise.all(names.map(async (name, i) => new File([await (await fetch(`${GIVEN}${i}`)).blob()], name)));
}

await openStudio({ wasm, given });
