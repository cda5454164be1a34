import type { Catalogue } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { PackFile } from '../intake/read-pack-file.ts';
import type { AttentionSource } from '../sources/attention.ts';
import type { ShopperWindows } from '../sources/shopper-windows.ts';
import { loadWeights } from '../storage/fine-tuned-weights.ts';
import type { History } from '../storage/history.ts';
import type { StoredWeights } from '../storage/schema.ts';

/** What serves at the moment: each may be another a moment later. */
export interface Tunable {
  readonly packFile: PackFile | null;
  readonly attention: AttentionSource | null;
  readonly catalogue: Catalogue;
  /** Of other shoppers, of which a training goes over some beside the visitor's own. */
  readonly windows: ShopperWindows | undefined;
}

/** The attention model's weights that were fine-tuned on this visitor, as long as they serve instead of the pack's own. */
export class FineTuned {
  /** Whether they serve. */
  adopted = false;
  /** Of the weights that were stored or taken up last. */
  stored: Pick<StoredWeights, 'generation' | 'fence'> | undefined;
  readonly serving: Tunable;
  readonly #onProblem: (problem: VitrineError) => void;

  constructor(serving: Tunable, onProblem: (problem: VitrineError) => void) {
    this.serving = serving;
    this.#onProblem = onProblem;
  }

  /** Takes up what was fine-tuned earlier, or in another tab, from the pack that serves. Never rejects. @returns what that was */
  async restore(history: History): Promise<StoredWeights | undefined> {
    const { packFile } = this.serving;
    this.adopted = false;
    if (packFile === null || this.serving.attention === null || !history.durable) return undefined;
    try {
      const stored = await loadWeights(history.connection, packFile.digest);
      if (stored === undefined || packFile !== this.serving.packFile) return undefined;
      this.adopt(stored.tensors);
      const { generation, fence } = stored;
      this.stored = { generation, fence };
      return stored;
    } catch (cause) {
      this.#onProblem(
        new VitrineError('storage', 'Fine-tuned weights could not be taken up; the pack serves.', { cause }),
      );
      return undefined;
    }
  }

  /** @throws VitrineError `diverged` where the weights are not whole. */
  adopt(tensors: NamedTensors): void {
    try {
      this.serving.attention!.adopt(tensors);
    } catch (cause) {
      throw new VitrineError('diverged', 'The fine-tuned weights do not fit; the old ones serve.', { cause });
    }
    this.adopted = true;
  }

  /** The pack's own weights serve again. */
  forget(): void {
    if (this.adopted) this.serving.attention?.adopt({});
    this.adopted = false;
    this.stored = undefined;
  }
}
