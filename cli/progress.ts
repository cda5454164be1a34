import { SingleBar } from 'cli-progress';

/** Shows how far a long command is; on standard error, so that its results can be piped. */
export interface Progress {
  /** Runs one stage of the work. `step` tells how much of it is done, and the best figure so far. */
  stage<TResult>(
    name: string,
    work: (step: (done: number, total: number, best?: number) => void) => TResult | Promise<TResult>,
  ): Promise<TResult>;
}

/** A bar for each stage with its estimated time; lines without one where nobody watches. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return {
    async stage(name, work) {
      const bar = new SingleBar({
        format: `${name.padEnd(16)} {bar} {percentage} % · {value}/{total} · {eta_formatted} left{best}`,
        stream,
        hideCursor: true,
        clearOnComplete: false,
        noTTYOutput: true,
        notTTYSchedule: 30_000,
        linewrap: false,
      });
      bar.start(1, 0, { best: '' });
      try {
        return await work((done, total, best) => {
          bar.setTotal(total);
          bar.update(done, { best: best === undefined ? '' : ` · best ${best.toFixed(4)}` });
        });
      } finally {
        bar.stop();
      }
    },
  };
}
