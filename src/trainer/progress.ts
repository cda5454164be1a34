/** Hears how far a run is: a terminal draws bars, a page its own. */
export interface ProgressReporter {
  /** A step of the work begins; those that begin on it are parts of it. */
  begin(name: string): ProgressStep;
}

export interface ProgressStep extends ProgressReporter {
  /**
   * How much of the step is done, and the best figure so far. A step that only groups others never says it.
   * @param figures of the moment, by name, such as a training's `loss`
   */
  advance(done: number, total: number, best?: number, figures?: StepFigures): void;
  /** However it ended. */
  end(): void;
}

/** Figures of a step at one moment, for curves. */
export type StepFigures = Readonly<Record<string, number>>;

/** How far a step is, as one record that crosses a thread border. */
export interface StepProgress {
  /** Names of the step and of those that it is part of, outermost first. */
  path: readonly string[];
  done: number;
  total: number;
  best?: number;
  figures?: StepFigures;
  ended: boolean;
}

/** Tells every step's progress to one function. */
export function reportSteps(tell: (progress: StepProgress) => void): ProgressReporter {
  const within = (around: readonly string[]): ProgressReporter => ({
    begin(name) {
      const path = [...around, name];
      let latest: Omit<StepProgress, 'ended'> = { path, done: 0, total: 1 };
      tell({ ...latest, ended: false });
      return {
        ...within(path),
        advance(done, total, best, figures) {
          latest = { path, done, total, ...(best !== undefined && { best }), ...(figures && { figures }) };
          tell({ ...latest, ended: false });
        },
        end: () => tell({ ...latest, ended: true }),
      };
    },
  });
  return within([]);
}

/** Tells nobody. */
export const silent: ProgressReporter = {
  begin: () => ({ ...silent, advance: () => undefined, end: () => undefined }),
};
