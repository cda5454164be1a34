import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a long attack has done so far: one that is interrupted goes on where it was.
 * @param what the same attack on the same code: another one begins anew
 */
export function unfinished(path, what) {
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  return {
    /** Undefined where there is nothing to go on with. */
    state: kept?.what === what ? kept.state : undefined,
    save(state) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify({ what, state }));
    },
    finish: () => rmSync(path, { force: true }),
  };
}
