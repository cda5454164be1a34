// The package's engine, with plugs that the page can pull. A worker that is a module brings the parts that it needs along.
import 'vitrine/feed-forms.js';
import 'vitrine/fine-tuning.js';
import 'vitrine/further-sources.js';
import 'vitrine/engine.worker.js';
import { acceptPlugs } from './engine-plugs.ts';

acceptPlugs();
