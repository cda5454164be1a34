import { Format, SingleBar } from 'cli-progress';
import { type ProgressReporter, type ProgressStep, silent } from '../src/trainer/progress.ts';

/**
 * A bar for each step with its estimated time, or lines without one where nobody watches; on standard error, so that
 * results can be piped. Steps that are part of one with a bar have none of their own.
 */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): ProgressReporter {
  return { begin: (name) => new BarStep(name, stream) };
}

class BarStep implements ProgressStep {
  #bar: SingleBar | undefined;

  constructor(
    readonly name: string,
    readonly stream: NodeJS.WriteStream,
  ) {}

  begin(name: string): ProgressStep {
    return this.#bar ? silent.begin(name) : new BarStep(name, this.stream);
  }

  advance(done: number, total: number, best?: number): void {
    this.#bar ??= this.#draw();
    this.#bar.setTotal(total);
    this.#bar.update(done, { best: best === undefined ? '' : ` · best ${best.toFixed(4)}` });
  }

  end(): void {
    this.#bar?.stop();
  }

  #draw(): SingleBar {
    const bar = new SingleBar({
      format: `${this.name.padEnd(16)} {bar} {percentage} % · {value}/{total} · {eta_formatted} left{best}`,
      // Before the first step is done no time is known, and the library has a word for it.
      formatTime: (seconds, ...how) => (Number.isFinite(seconds) ? Format.TimeFormat(seconds, ...how) : '…'),
      stream: this.stream,
      hideCursor: true,
      clearOnComplete: false,
      noTTYOutput: true,
      notTTYSchedule: 30_000,
      linewrap: false,
    });
    bar.start(1, 0, { best: '' });
    return bar;
  }
}
