const REMEMBERED = 'osier.own';

/** Whether the visitor had a shop of their own open last, rather than the demo's. */
export const ownShopIsNext = (): boolean => localStorage.getItem(REMEMBERED) !== null;

/** The next visit opens the visitor's own shop. @param name of it */
export function openOwnShopNext(name: string): void {
  localStorage.setItem(REMEMBERED, name);
}

/** The next visit opens the demo shop. The files stay for the studio, which can clear them away. */
export function openDemoShopNext(): void {
  localStorage.removeItem(REMEMBERED);
}
