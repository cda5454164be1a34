import type { RunContext } from '../../src/trainer/run-context.ts';

/** One command of `vitrine`. */
export interface Command {
  name: string;
  /** One line. */
  summary: string;
  help: string;
  /**
   * @param given what the run is to use instead of this process's own
   * @throws VitrineError `bad-options` where it was called wrongly.
   */
  run(args: string[], given?: Partial<RunContext>): Promise<void>;
}

/** The line that gets a result again. */
export function commandLine(name: string, args: readonly string[]): string {
  return ['vitrine', name, ...args].join(' ');
}
