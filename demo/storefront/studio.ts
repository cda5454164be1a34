import wasm from 'vitrine/tfjs-backend-wasm-simd.wasm?url';
import { openStudio } from '../../studio/page/open-studio.ts';
import { keepOffline } from './offline.ts';

await openStudio({ wasm, shop: './index.html' });
await keepOffline();
