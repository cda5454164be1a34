import { SESSION_GAP_MS, type StoredInteraction } from '../../contract/interaction.ts';

/**
 * The session of an interaction that follows `last`. A clock that jumped back by more than the gap starts a session as
 * one that jumped ahead does; order itself never depends on it.
 */
export function sessionAfter(last: Pick<StoredInteraction, 'session' | 'at'> | undefined, at: number): number {
  if (last === undefined) return 1;
  return Math.abs(at - last.at) > SESSION_GAP_MS ? last.session + 1 : last.session;
}
