import type { readArguments } from './arguments.ts';
import { TRAINING_OPTIONS } from './training-options.ts';

export const EVALUATE_OPTIONS = {
  ...TRAINING_OPTIONS,
  data: { type: 'string' },
  task: { type: 'string', default: 'rank' },
  relations: { type: 'string' },
  protocol: { type: 'string' },
  validation: { type: 'string', default: 'given' },
  'train-on': { type: 'string' },
  pack: { type: 'string' },
  products: { type: 'string', multiple: true },
  queries: { type: 'string' },
  cut: { type: 'string' },
  seen: { type: 'string' },
  'new-products': { type: 'string', default: '0' },
  known: { type: 'string' },
  seeds: { type: 'string' },
  folds: { type: 'string' },
  lists: { type: 'string' },
  record: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export type EvaluateValues = ReturnType<typeof readArguments<typeof EVALUATE_OPTIONS>>;

/** What a task measured, and how it is told to a person. */
export interface Found {
  result: object;
  print: () => void;
}
