/** The package's workers and their parts: scripts that start themselves. */
declare module 'vitrine/feed-forms.js';
declare module 'vitrine/fine-tuning.js';
declare module 'vitrine/further-sources.js';
declare module 'vitrine/engine.worker.js';
declare module 'vitrine/neural.worker.js';
