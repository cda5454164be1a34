// The package's engine, with plugs that the page can pull.
import './engine-plugs.ts';
import 'vitrine/engine.worker.js';
