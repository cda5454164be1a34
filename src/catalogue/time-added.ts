/** Of other dates it cannot be told whether the day or the month comes first. */
const ISO_DATE = /^\d{4}-\d\d/;

/** When a product came into the shop, in milliseconds, by its `added`; 0 where that is no ISO date. */
export function timeAdded(added: unknown): number {
  const text = String(added);
  return (ISO_DATE.test(text) && Math.max(0, Date.parse(text))) || 0;
}
