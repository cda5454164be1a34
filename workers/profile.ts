// A part of the engine's thread that a visitor's profile needs: a script of its own, which the engine brings in.
import { profilePart } from '../src/engine/profile-part.ts';
import { leavePart } from '../src/engine/script-parts.ts';

leavePart('profile', profilePart);
