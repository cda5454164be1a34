import { VitrineError } from '../../contract/errors.ts';
import type { Sequences } from '../../contract/sequences.ts';
import type { PackSection } from '../../pack/pack.ts';
import { AttentionModel } from '../models/attention.ts';

/** The gradient steps of one browser, and what they start from. */
export interface LocalUpdate {
  /** The visitor's own sequences, in rows of the pack. */
  own: Sequences;
  /** Names of the encoder's weights that move. The item vectors are none of them. */
  weights: readonly string[];
  steps: number;
  learningRate: number;
  seed: number;
}

/**
 * What some gradient steps on one visitor's history change the encoder's weights by, in the order of their names.
 * @throws VitrineError `pack-corrupt`, `federated-refused`, `diverged`
 */
export async function localUpdate({
  section,
  ...local
}: LocalUpdate & { section: PackSection }): Promise<Float32Array> {
  const model = new AttentionModel(section.options);
  try {
    model.load(section);
    return await changeOf(model, local);
  } finally {
    model.dispose();
  }
}

/** The same of a model, whose weights are then what they were. @throws VitrineError `federated-refused`, `diverged` */
export async function changeOf(model: AttentionModel, { own, weights, ...steps }: LocalUpdate): Promise<Float32Array> {
  const start = model.weights();
  if (weights.some((name) => name === 'items' || !Object.hasOwn(start, name))) {
    throw new VitrineError('federated-refused', 'The task names weights that are not those of the encoder.', {
      remedy:
        'Name weights of the section `attention`, without its item vectors: which of them move tells the history.',
    });
  }
  const moving = weights.map((name) => start[name].data);
  const before = moving.map((data) => data.slice());
  await model.descend({ items: start.items.shape[0] - 1, sequences: own }, weights, steps);
  const change = joined(moving);
  let at = 0;
  for (const [i, data] of moving.entries()) {
    for (const value of before[i]) change[at++] -= value;
    data.set(before[i]);
  }
  return change;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
