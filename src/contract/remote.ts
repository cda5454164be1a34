/**
 * What a request for remote candidates says of the visitor. Each says what it says and no more:
 *
 * - `nothing`: the address as the shop wrote it. The answer is the same for everyone, and may come from a cache.
 * - `category`: the categories of the list's own filter, as a category page has them. Nothing of the history.
 * - `vector`: the visitor's vector by a model of the pack, of length 1, with noise, each number rounded to a sixteenth; and the
 *   list's filter.
 * - `recent`: the ids of the latest ten products that the visitor turned to; and the list's filter.
 */
export type RemoteShare = 'nothing' | 'category' | 'vector' | 'recent';

/** Candidates from an endpoint of the shop's own, for a catalogue that does not fit a page (docs/large-catalogues.md). */
export interface RemoteOptions {
  /** Address of the endpoint. It is asked only while the visitor's consent is `granted`, without cookies and without the page's address. */
  url: string;
  /** What a request says. Default `nothing`. */
  share?: RemoteShare;
  /** The share of a list's score that the endpoint's order has, 0…1; what is known in the page has the rest. Default 0.1. */
  weight?: number;
  /**
   * With `vector`: standard deviation of the noise in each number, 0…1; of 64 numbers one is about 0.125. On one page the same history
   * has the same noise, so that asking again tells nothing more. Default 0.05.
   */
  noise?: number;
}

export interface RemoteStatus {
  url: string;
  share: RemoteShare;
  /** Requests since the start. */
  requests: number;
  /** Answers among them that were in time and could be read. */
  answers: number;
  /** Bytes that all requests added to the bare address: queries and bodies. */
  bytesSent: number;
  /** What the latest request added, as it was sent. Empty where it added nothing. */
  lastSent: string;
}
