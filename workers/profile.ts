// A part of the engine's thread that a visitor's profile needs: a script of its own, which the engine brings in.
import { profileOf } from '../src/engine/profile.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('profile', profileOf);
