import type { StoredInteraction } from '../../contract/interaction.ts';

/** What the page tells a stand-in worker by its name. */
export interface DoubleScript {
  channel: string;
  /** Starts of the worker before this one. */
  life: number;
  /** Interactions that earlier lives committed. */
  committed: readonly StoredInteraction[];
  fault?: ScriptedFault;
}

/** At which call it fails, how, and in which of its lives. */
export interface ScriptedFault {
  at: string;
  kind: 'hang' | 'die' | 'throw';
  lives: readonly number[];
}
