/** The package's workers: scripts that start themselves. */
declare module 'vitrine/engine.worker.js';
declare module 'vitrine/neural.worker.js';
