import type { Remote } from 'comlink';
import type { VitrineError } from '../../src/contract/errors.ts';
import type { Product } from '../../src/contract/product.ts';
import type { Bench, Comparison, ExaminedPictures, GapsFound, PicturesChoice, Workbench } from '../workbench.ts';
import type { TrainingRun } from './training-run.ts';

export type ScreenName = 'data' | 'training' | 'comparison' | 'map' | 'session' | 'gaps' | 'pictures' | 'inside';

/** What the page that opens the studio has. */
export interface StudioPlace {
  /** Address of the tensor runtime's SIMD file. */
  wasm: string;
  /** Shows the shop of this browser with the pack that is on the bench. Default: there is no such page. */
  useInShop?: (name: string) => void;
  /** Files that whoever started the studio named. Default none. */
  given?: () => Promise<readonly File[]>;
  /** Files of a shop of the page's own, which a person may lay on the bench. Default: there is none. */
  ownFiles?: () => Promise<readonly File[]>;
  /** The address of a picture of that shop's product, made in the page. Default: the page has no pictures. */
  productPicture?: (product: Product) => string | undefined;
}

/** What a screen is given: the bench, and ways to change it. */
export interface Stage {
  readonly workbench: Remote<Workbench>;
  readonly bench: Bench;
  readonly run: RunState;
  /** Aborted when the screen leaves the page. */
  readonly signal: AbortSignal;
  readonly place: StudioPlace;
  /** Puts another bench in place, and shows the screen anew. */
  lay(bench: Bench): void;
  go(screen: ScreenName): void;
  /** Says something in passing, to the eye and to a screen reader. */
  announce(text: string): void;
}

/** Something that is looked for, and what was found. */
interface Looking<TResult> {
  run: TrainingRun;
  state: 'idle' | 'running';
  said: string;
  result?: TResult;
}

/** What runs outlives the screen that started it. */
export interface RunState {
  training: { run: TrainingRun; state: 'idle' | 'running' | 'paused' | 'ended'; said: string };
  comparison: Looking<Comparison>;
  gaps: Looking<GapsFound>;
  pictures: {
    run: TrainingRun;
    state: 'idle' | 'running' | 'paused' | 'ended';
    /** What went wrong. */
    said: string;
    choice?: PicturesChoice;
    /** What was found so far, as it came. */
    examined: ExaminedPictures[];
    /** The one of them that is shown. Default: the last. */
    at?: number | undefined;
  };
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
