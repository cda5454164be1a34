/** The columns of an event log. */
export const COLUMNS = ['user', 'item', 'event', 'time', 'quantity'] as const;
export type Column = (typeof COLUMNS)[number];
