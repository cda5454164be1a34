/** What the page has pulled out of its workers. Both sides of the channel name it alike. */
export type Plug = 'disk' | 'network' | 'gpu';

export interface PlugMessage {
  pulled: readonly Plug[];
}

/** The engine's worker has taken a message: what the page asks next meets the plugs as they are now. */
export const TAKEN = 'taken';

/** Of the page that pulls the plugs: its history is its own. */
export const DATABASE = 'osier-plugs';

export const plugChannel = (): BroadcastChannel => new BroadcastChannel(DATABASE);
