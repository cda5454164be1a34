// A part of the engine's thread that feeds in other forms than Vitrine's own need: a script of its own, which the engine brings in.

import { feedPart } from '../src/catalogue/feeds/feed-part.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('feed-forms', feedPart);
