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

/** At which call it fails, how, and in which of its lives. `memory`, of `record` alone: storage fails, and what it is given is held. */
export interface ScriptedFault {
  at: string;
  kind: 'hang' | 'die' | 'throw' | 'memory';
  lives: readonly number[];
}
