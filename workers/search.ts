// A part of the engine's thread that searches: a script of its own, which the engine brings in.
import { openSearch } from '../src/engine/search/product-search.ts';

Object.assign(globalThis, { vitrineOpenSearch: openSearch });
