/** Calls that few pages make: their code comes with the first of them. */
export const FURTHER_CALLS = [
  'connect',
  'remember',
  'profile',
  'imagine',
  'describe',
  'check',
  'watch',
  'report',
  'history',
  'declare',
  'browsing',
] as const;

/** Those of `privacy`. */
export const PRIVACY_CALLS = ['summary', 'export', 'import', 'update'] as const;
