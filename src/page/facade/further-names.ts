/** Calls that few pages make: their code comes with the first of them. */
export const FURTHER_CALLS = [
  'profile',
  'check',
  'describe',
  'browsing',
  'declare',
  'remember',
  'history',
  'report',
  'imagine',
  'watch',
  'connect',
] as const;

/** Those of `privacy`. */
export const PRIVACY_CALLS = ['summary', 'export', 'import', 'update'] as const;
