/** A row of a feed as it was read, or one that could not be. */
export type FeedRow = { row: unknown } | { broken: string };

/** Reads one kind of feed from text that arrives in pieces. */
export interface FeedReader {
  push(piece: string): FeedRow[];
  /** What the end of the text completes. @throws VitrineError `feed-unreadable` where the text cannot end here. */
  end(): FeedRow[];
}
