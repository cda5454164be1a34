/** One command of `vitrine`. */
export interface Command {
  name: string;
  /** One line. */
  summary: string;
  help: string;
  /** @throws VitrineError `bad-options` where it was called wrongly. */
  run(args: string[]): Promise<void>;
}
