import type { Remote } from 'comlink';
import type { VitrineError } from '../../src/contract/errors.ts';
import type { Bench, Comparison, Workbench } from '../workbench.ts';
import type { TrainingRun } from './training-run.ts';

export type ScreenName = 'data' | 'training' | 'comparison' | 'map' | 'session' | 'inside';

/** What a screen is given: the bench, and ways to change it. */
export interface Stage {
  readonly workbench: Remote<Workbench>;
  readonly bench: Bench;
  readonly run: RunState;
  /** Aborted when the screen leaves the page. */
  readonly signal: AbortSignal;
  /** Shows the shop with the pack that is on the bench; where there is such a page. */
  readonly useInShop: ((name: string) => void) | undefined;
  /** Puts another bench in place, and shows the screen anew. */
  lay(bench: Bench): void;
  go(screen: ScreenName): void;
  /** Says something in passing, to the eye and to a screen reader. */
  announce(text: string): void;
}

/** A training and a comparison outlive the screen that started them. */
export interface RunState {
  training: { run: TrainingRun; state: 'idle' | 'running' | 'paused' | 'ended'; said: string };
  comparison: { run: TrainingRun; state: 'idle' | 'running'; said: string; result?: Comparison };
  /** As it was chosen on the training's screen. */
  choice: Record<string, unknown>;
  onChange: Set<() => void>;
}

export type Screen = (stage: Stage) => HTMLElement | Promise<HTMLElement>;

/** What happened, and what to do about it. */
export function wordsOf(thrown: unknown): string {
  const { message, remedy } = thrown as VitrineError;
  return [message, remedy].filter(Boolean).join(' ');
}
