import { VitrineError } from '../../contract/errors.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import type { FoundCandidates } from '../ranking/candidate-table.ts';
import {
  type AwaitedSource,
  type CandidateSource,
  NO_CANDIDATES,
  type VisitorContext,
} from '../sources/candidate-source.ts';

/** Milliseconds for which a source that was late is left alone, so that not every list waits for the same silence. */
export const REST_MS = 10_000;

/**
 * Asks candidate sources. Those of this engine answer at once, and where there are no others nothing is awaited. Others, and
 * a GPU that prepares an answer, are waited for side by side until the deadline. A source that fails or is late is left out
 * of the list, and that is told.
 */
export class Retrieval {
  readonly #large: boolean;
  /** When a source that was late may be asked again. */
  readonly #rests = new Map<AwaitedSource, number>();
  readonly #onProblem: (problem: VitrineError) => void;

  /** @param large whether sources prepare their answers */
  constructor(large: boolean, onProblem: (problem: VitrineError) => void) {
    this.#large = large;
    this.#onProblem = onProblem;
  }

  /** @returns what each source found, in their order */
  askAll(
    sources: readonly (CandidateSource | AwaitedSource)[],
    context: VisitorContext,
    limit: number,
    deadline: number,
  ): FoundCandidates[] | Promise<FoundCandidates[]> {
    if (this.#large || sources.some(({ awaited }) => awaited)) return this.#wait(sources, context, limit, deadline);
    return (sources as readonly CandidateSource[]).map((source) => this.ask(source, context, limit));
  }

  ask(source: CandidateSource, context: VisitorContext, limit: number): FoundCandidates {
    try {
      return { source: source.name, candidates: source.retrieve(context, limit) };
    } catch (thrown) {
      this.#tell(source.name, 'failed', thrown);
      return { source: source.name, candidates: NO_CANDIDATES };
    }
  }

  async #wait(
    sources: readonly (CandidateSource | AwaitedSource)[],
    context: VisitorContext,
    limit: number,
    deadline: number,
  ): Promise<FoundCandidates[]> {
    const end = new AbortController();
    const late = new Promise<undefined>((resolve) => end.signal.addEventListener('abort', () => resolve(undefined)));
    const timer = setTimeout(() => end.abort(), deadline);
    const answers = sources.map(async (source) => {
      try {
        if (source.awaited) {
          if (performance.now() < (this.#rests.get(source) ?? 0)) return NO_CANDIDATES;
          const candidates = await Promise.race([source.retrieve(context, limit, end.signal), late]);
          if (candidates) {
            const { allowed, guests } = context;
            if (candidates.items.every((item) => allowed.has(item) || guests?.has(item))) return candidates;
            throw new RangeError('not all of its candidates may be shown');
          }
          this.#rests.set(source, performance.now() + REST_MS);
          this.#tell(source.name, 'was late');
        } else if (this.#large) await Promise.race([source.prepare?.(context, limit), late]);
      } catch (thrown) {
        // What a source prepares changes no answer.
        if (source.awaited) this.#tell(source.name, 'failed', thrown);
      }
      return NO_CANDIDATES;
    });
    const awaited = await Promise.all(answers);
    clearTimeout(timer);
    return sources.map((source, i) =>
      source.awaited ? { source: source.name, candidates: awaited[i] } : this.ask(source, context, limit),
    );
  }

  #tell(source: SourceName, what: string, cause?: unknown): void {
    const remedy = 'Lists are made without it.';
    this.#onProblem(new VitrineError('source-failed', `The candidate source ${source} ${what}.`, { remedy, cause }));
  }
}
