import type { StepProgress } from '../../src/trainer/progress.ts';

/** One step of a run, with those that are part of it. */
export interface Step {
  name: string;
  done: number;
  total: number;
  best?: number | undefined;
  ended: boolean;
  parts: Step[];
}

/** Figures of a step over its course. */
export interface Series {
  /** Of the step. */
  name: string;
  /** How far it was at each point, 0…1. */
  at: number[];
  values: number[];
}

/** What is known of a run while it goes on, for whoever draws it. */
export class TrainingRun {
  readonly steps: Step[] = [];
  /** By figure, such as `loss`: a series for each step that tells it. */
  readonly figures = new Map<string, Map<Step, Series>>();
  readonly #listeners = new Set<() => void>();
  #told = false;

  /** Takes what the worker says. */
  readonly tell = (progress: StepProgress): void => {
    const { path, done, total, best, figures, ended } = progress;
    let steps = this.steps;
    let step: Step | undefined;
    for (const name of path) {
      step = steps.findLast((one) => one.name === name);
      if (step === undefined || (step.ended && !ended && done === 0)) {
        step = { name, done: 0, total: 1, ended: false, parts: [] };
        steps.push(step);
      }
      steps = step.parts;
    }
    Object.assign(step!, { done, total, best, ended });
    for (const [figure, value] of Object.entries(figures ?? {})) this.#note(figure, step!, done / total, value);
    this.#changed();
  };

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #note(figure: string, step: Step, at: number, value: number): void {
    const bySteps = this.figures.get(figure) ?? new Map<Step, Series>();
    this.figures.set(figure, bySteps);
    const series = bySteps.get(step) ?? { name: step.name, at: [], values: [] };
    bySteps.set(step, series);
    if (series.at.at(-1) === at) return;
    series.at.push(at);
    series.values.push(value);
  }

  /** Once for many tellings of the same moment. */
  #changed(): void {
    if (this.#told) return;
    this.#told = true;
    requestAnimationFrame(() => {
      this.#told = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
