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

type Source = CandidateSource | AwaitedSource;

export interface Retrieval {
  ask(source: CandidateSource, context: VisitorContext, limit: number): FoundCandidates;
  /** @returns what each source found, in their order: at once, where there is nothing to wait for */
  askAll(
    sources: readonly Source[],
    context: VisitorContext,
    limit: number,
    deadline: number,
  ): FoundCandidates[] | Promise<FoundCandidates[]>;
}

/**
 * Asks candidate sources. Those of this engine answer at once, and where there are no others nothing is awaited. Others, and
 * a GPU that prepares an answer, are waited for side by side until the deadline. A source that fails or is late is left out
 * of the list, and that is reported.
 * @param large whether sources prepare their answers
 */
export function createRetrieval(large: boolean, onProblem: (problem: VitrineError) => void): Retrieval {
  /** When a source that was late may be asked again. */
  const rests = new Map<Source, number>();
  const tell = (source: SourceName, what: string, cause?: unknown): void => {
    const remedy = 'Lists are made without it.';
    onProblem(new VitrineError('source-failed', `The candidate source ${source} ${what}.`, { remedy, cause }));
  };

  const ask: Retrieval['ask'] = (source, context, limit) => {
    let candidates = NO_CANDIDATES;
    try {
      const found = source.retrieve(context, limit);
      if (!found.scores.every((score) => score >= 0 && score < Infinity)) throw new RangeError('a score is no number');
      candidates = found;
    } catch (thrown) {
      tell(source.name, 'failed', thrown);
    }
    return { source: source.name, candidates };
  };

  const wait = async (
    sources: readonly Source[],
    context: VisitorContext,
    limit: number,
    deadline: number,
  ): Promise<FoundCandidates[]> => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        resolve(undefined);
        end.abort();
      }, deadline);
    });
    const answers = sources.map(async (source) => {
      try {
        if (!source.awaited) {
          if (large) await Promise.race([source.prepare?.(context, limit), late]);
          return NO_CANDIDATES;
        }
        if (performance.now() < (rests.get(source) ?? 0)) return NO_CANDIDATES;
        const candidates = await Promise.race([source.retrieve(context, limit, end.signal), late]);
        if (!candidates) {
          rests.set(source, performance.now() + REST_MS);
          tell(source.name, 'was late');
        } else if (candidates.items.every((item) => context.allowed.has(item) || context.guests?.has(item))) {
          return candidates;
        } else tell(source.name, 'gave products that may not be shown');
      } catch (thrown) {
        // What a source prepares changes no answer.
        if (source.awaited) tell(source.name, 'failed', thrown);
      }
      return NO_CANDIDATES;
    });
    const awaited = await Promise.all(answers);
    clearTimeout(timer);
    return sources.map((source, i) =>
      source.awaited ? { source: source.name, candidates: awaited[i] } : ask(source, context, limit),
    );
  };

  return {
    ask,
    askAll: (sources, context, limit, deadline) =>
      large || sources.some(({ awaited }) => awaited)
        ? wait(sources, context, limit, deadline)
        : sources.map((source) => ask(source as CandidateSource, context, limit)),
  };
}
