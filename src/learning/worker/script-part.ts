import { VitrineError } from '../../contract/errors.ts';
import { importScript } from '../../contract/import-script.ts';
import type { prepareUpdate } from '../federated/prepare-update.ts';
import type { readDescriberFile } from '../generators/describer/describer-file.ts';

/** What the scripts of this thread that few pages need leave here (workers/federated-update.ts, workers/describer.ts). */
interface Parts {
  vitrinePrepareUpdate: typeof prepareUpdate;
  vitrineReadDescriber: typeof readDescriberFile;
}

/**
 * A part of this thread's code.
 * @param script its absolute address
 * @throws VitrineError `worker-failed`
 */
export async function scriptPart<TName extends keyof Parts>(name: TName, script: string): Promise<Parts[TName]> {
  const thread = globalThis as Partial<Parts>;
  try {
    if (thread[name] === undefined) await importScript(script);
    const part: Parts[TName] | undefined = thread[name];
    if (part === undefined) throw new Error('It left nothing.');
    return part;
  } catch (cause) {
    throw new VitrineError('worker-failed', `${script} could not be loaded.`, {
      remedy: "Serve it beside the package's other files.",
      cause,
    });
  }
}
