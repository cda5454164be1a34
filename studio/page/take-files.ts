import { fill, messages } from './language.ts';
import { type Stage, wordsOf } from './stage.ts';

/** Names of files that are said one by one. */
const NAMED = 4;

/**
 * Lays files on the bench, and says so; what was found of those before them goes.
 * @param problem where it is said why they could not be
 */
export async function takeFiles(
  stage: Stage,
  given: readonly File[] | (() => Promise<readonly File[]>),
  problem: HTMLElement,
): Promise<void> {
  const say = messages();
  const zone = problem.parentElement;
  problem.textContent = '';
  zone?.setAttribute('aria-busy', 'true');
  try {
    if (typeof given === 'function') stage.announce(say.working);
    const files = typeof given === 'function' ? await given() : given;
    if (files.length === 0) return;
    const names = files.slice(0, NAMED).map(({ name }) => name);
    stage.announce(fill(say.reading, { name: [...names, ...(files.length > NAMED ? ['…'] : [])].join(', ') }));
    const bench = await stage.workbench.take(files);
    dropResults(stage);
    stage.lay(bench);
    stage.announce('');
  } catch (thrown) {
    problem.textContent = wordsOf(thrown);
    stage.announce('');
  } finally {
    zone?.removeAttribute('aria-busy');
  }
}

/** What was found is of what was on the bench. */
export function dropResults({ run }: Stage): void {
  delete run.comparison.result;
  delete run.gaps.result;
}
