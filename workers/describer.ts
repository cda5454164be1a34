// A part of the neural thread that writes texts of products: a script of its own, which that thread brings in.
import { readDescriberFile } from '../src/learning/generators/describer/describer-file.ts';

Object.assign(globalThis, { vitrineReadDescriber: readDescriberFile });
