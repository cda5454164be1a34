// The package's neural worker, whose graphics device the page can take away.
import './neural-plugs.ts';
import 'vitrine/neural.worker.js';
