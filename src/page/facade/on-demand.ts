import { VitrineError } from '../../contract/errors.ts';

/**
 * Loads a part of the page that not every page needs, a chunk of its own. One that could not be loaded is asked for again
 * by the next call.
 * @throws VitrineError `worker-failed`
 */
export async function onDemand<TPart>(load: () => Promise<TPart>): Promise<TPart> {
  try {
    return await load();
  } catch (cause) {
    throw new VitrineError('worker-failed', 'A part of the package could not be loaded.', {
      remedy: 'Serve all .js files of the package beside each other.',
      cause,
    });
  }
}
