// A part of the neural thread that makes updates of federated learning: a script of its own, which that thread brings in.
import { prepareUpdate } from '../src/learning/federated/prepare-update.ts';

Object.assign(globalThis, { vitrinePrepareUpdate: prepareUpdate });
