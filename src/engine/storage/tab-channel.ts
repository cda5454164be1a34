/**
 * What tabs of one shop tell each other about what they share: the interactions that one appended, that it erased all, or
 * that it stored weights that it trained.
 */
export type TabMessage = { appended: readonly unknown[] } | 'erased' | 'trained';

/**
 * A channel between the tabs of one shop in one browser, and between recommenders of one page. Where there is none, tabs
 * learn of each other at the next start.
 */
export class TabChannel {
  readonly #channel: BroadcastChannel | undefined;

  constructor(name: string, receive: (message: TabMessage) => void) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(`vitrine:${name}`);
    this.#channel.onmessage = ({ data }) => {
      if (data === 'erased' || data === 'trained' || Array.isArray(data?.appended)) receive(data);
    };
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
  }
}
