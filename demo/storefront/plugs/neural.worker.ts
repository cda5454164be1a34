// The package's neural worker, whose graphics device the page can take away.
import 'vitrine/neural.worker.js';
import { acceptGpuPlug } from './neural-plugs.ts';

acceptGpuPlug();
