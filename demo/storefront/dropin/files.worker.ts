/// <reference lib="webworker" />
import { UnusableFile } from './problem.ts';
import { readFiles } from './read-files.ts';

/** Reads a visitor's files off the page's thread: a log may have hundreds of thousands of rows. */
self.addEventListener('message', async ({ data }: MessageEvent<readonly File[]>) => {
  try {
    self.postMessage(await readFiles(data));
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    self.postMessage(error.record);
  }
});
