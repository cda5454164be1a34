import type { FeedPart } from '../catalogue/feeds/feed-part.ts';
import { VitrineError } from '../contract/errors.ts';
import { importScript } from '../contract/import-script.ts';
import type { ScriptAddresses, ScriptPart } from '../contract/script-parts.ts';
import type { ChooseGpu } from '../kernels/scoring/ahead-scorer.ts';
import type { createTraining } from './fine-tuning/training.ts';
import type { openListReport } from './list-report.ts';
import type { placementsPart } from './placements/placements-part.ts';
import type { profilePart } from './profile-part.ts';
import type { createRemote } from './remote/remote-candidates.ts';
import type { prepareRules } from './reranking/rules/prepare-rules.ts';
import type { responsesPart } from './responses.ts';
import type { openSearch } from './search/product-search.ts';
import type { openShards } from './shards/shards.ts';
import type { readFurther } from './sources/further/read-further.ts';

/** What each script is to the engine. */
export interface EngineParts extends Record<ScriptPart, unknown> {
  'feed-forms': FeedPart;
  'fine-tuning': typeof createTraining;
  'further-sources': typeof readFurther;
  'gpu-scan': ChooseGpu;
  'list-report': typeof openListReport;
  'list-rules': typeof prepareRules;
  placements: typeof placementsPart;
  profile: typeof profilePart;
  'remote-candidates': typeof createRemote;
  responses: typeof responsesPart;
  search: typeof openSearch;
  shards: typeof openShards;
}

/** The engine's thread. */
const thread = globalThis as {
  /** What the scripts left here. */
  vitrineParts?: Partial<EngineParts>;
};

/** Called by a script: leaves what it is for the engine. */
export function leavePart<TName extends ScriptPart>(name: TName, part: EngineParts[TName]): void {
  thread.vitrineParts = { ...thread.vitrineParts, [name]: part };
}

/** The parts of the engine's code that few shops need. */
export class ScriptParts {
  /** Of the scripts. */
  addresses: ScriptAddresses = {};
  readonly #inHand: Partial<EngineParts>;
  /** Scripts on their way: one that is needed twice at once comes once. */
  readonly #coming = new Map<ScriptPart, Promise<void>>();

  /** @param inHand parts that need no script: the trainer has them all in its own code */
  constructor(inHand: Partial<EngineParts> = {}) {
    this.#inHand = inHand;
  }

  /** Whether there is somewhere to take it from. */
  has(name: ScriptPart): boolean {
    return this.addresses[name] !== undefined || this.#inHand[name] !== undefined;
  }

  /** @throws Error where it could not be loaded */
  async load<TName extends ScriptPart>(name: TName): Promise<EngineParts[TName]> {
    const known = (): EngineParts[TName] | undefined => this.#inHand[name] ?? thread.vitrineParts?.[name];
    if (known() === undefined) await this.#bring(name);
    const part = known();
    if (part === undefined) throw new Error('its code could not be loaded');
    return part;
  }

  #bring(name: ScriptPart): Promise<void> {
    const coming =
      this.#coming.get(name) ??
      importScript(this.addresses[name] ?? '').finally(() => {
        this.#coming.delete(name);
      });
    this.#coming.set(name, coming);
    return coming;
  }

  /**
   * The same for a part without which there is no answer.
   * @throws VitrineError `worker-failed` where it could not be loaded
   */
  async need<TName extends ScriptPart>(name: TName, loss = ''): Promise<EngineParts[TName]> {
    try {
      return await this.load(name);
    } catch (cause) {
      throw new VitrineError('worker-failed', `${this.addresses[name] ?? `${name}.js`} could not be loaded${loss}.`, {
        remedy: "Serve it beside the package's other files.",
        cause,
      });
    }
  }

  /**
   * The same for a part without which the engine goes on.
   * @param loss what lists then lack, for the words of the problem
   * @param onProblem called where it could not be loaded
   */
  async want<TName extends ScriptPart>(
    name: TName,
    loss: string,
    onProblem: ((problem: VitrineError) => void) | undefined,
  ): Promise<EngineParts[TName] | undefined> {
    try {
      return await this.need(name, `; lists ${loss}`);
    } catch (problem) {
      onProblem?.(problem as VitrineError);
      return undefined;
    }
  }
}

/**
 * What a part read of a query. An error of its own would not be recognised here, so it tells in words what is wrong.
 * @throws VitrineError `bad-options`
 */
export function understood<TRead>(read: TRead | string): TRead {
  if (typeof read !== 'string') return read;
  throw new VitrineError('bad-options', 'The query cannot be used.', { remedy: `${read}.` });
}
