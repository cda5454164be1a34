/** A lock that each tab with the studio in it holds beside the others, for as long as it is open: they can be counted. */
export const LOCK = 'vitrine-studio-tab';

export function countThisTab(): void {
  void navigator.locks.request(LOCK, { mode: 'shared' }, () => new Promise(() => undefined));
}
