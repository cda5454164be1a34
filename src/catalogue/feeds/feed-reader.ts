import type { FeedRow } from './feed-row.ts';

/** Reads one form of feed from text that arrives in pieces. */
export interface FeedReader {
  push(piece: string): FeedRow[];
  /** What the end of the text completes. @throws VitrineError `feed-unreadable` where the text cannot end here. */
  end(): FeedRow[];
}

/** A form of feed, known by how its text begins. */
export interface FeedForm {
  /**
   * @param head the text so far, without blanks before it
   * @param complete no more of it is looked at before it is decided
   * @returns `undefined` while the head does not tell yet, `null` where it is of another form
   */
  open(head: string, complete: boolean): FeedReader | null | undefined;
}
