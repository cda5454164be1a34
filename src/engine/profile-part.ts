import { Declared, declare } from './declared.ts';
import { profileOf } from './profile.ts';

/** What is known about a visitor in words, and what they declare: a script of its own (workers/profile.ts). */
export const profilePart = { Declared, declare, profileOf };
