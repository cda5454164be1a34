// A part of the engine's thread that searches: a script of its own, which the engine brings in.
import { leavePart } from '../src/engine/script-parts.ts';
import { openSearch } from '../src/engine/search/product-search.ts';

leavePart('search', openSearch);
