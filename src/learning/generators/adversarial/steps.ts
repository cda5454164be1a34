import { add, keep, type Tensor, tidy, valueAndGrads } from '../../compute/tensors.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import type { Random } from '../../training/random.ts';
import type { AdversarialGame } from './game.ts';
import { discriminatorLoss, generatorLoss } from './losses.ts';
import type { Player } from './player.ts';

/** The two sides. */
export interface Sides {
  generator: Player;
  discriminator: Player;
}

/** A loss over this has run away: the discriminator would have to be sure to one in e¹⁰⁰. */
const RUNAWAY = 100;

/** Moves the discriminator, and nothing of the generator. @returns L_D before it; undefined where it diverged */
export function discriminatorStep<TBatch>(
  game: AdversarialGame<TBatch>,
  { generator, discriminator }: Sides,
  batch: TBatch,
  random: Random,
): Promise<number | undefined> {
  return step(discriminator, () => {
    const real = game.real(batch, random);
    const made = game.make(generator.tensors(false), batch, random);
    return (weights) => {
      const ofReal = game.discriminate(weights, real, batch, random);
      const ofMade = game.discriminate(weights, made, batch, random);
      return { loss: discriminatorLoss(ofReal.logits, ofMade.logits), beside: [ofReal.auxiliary] };
    };
  });
}

/** Moves the generator, and nothing of the discriminator. @returns L_G before it; undefined where it diverged */
export function generatorStep<TBatch>(
  game: AdversarialGame<TBatch>,
  { generator, discriminator }: Sides,
  batch: TBatch,
  random: Random,
): Promise<number | undefined> {
  return step(generator, () => {
    const fixed = discriminator.tensors(false);
    return (weights) => {
      const made = game.make(weights, batch, random);
      const { logits, auxiliary } = game.discriminate(fixed, made, batch, random);
      return { loss: generatorLoss(logits), beside: [auxiliary, game.beside?.(made, batch)] };
    };
  });
}

/** What one side descends: its published loss, and what is added to it. */
interface Objective {
  loss: Tensor;
  beside: readonly (Tensor | undefined)[];
}

async function step(player: Player, prepare: () => (weights: Weights) => Objective): Promise<number | undefined> {
  const { published, grads, names } = tidy(() => {
    const given = player.tensors(true);
    const names = Object.keys(given);
    const objective = prepare();
    let published: Tensor | undefined;
    const descend = (...moved: Tensor[]): never => {
      const { loss, beside } = objective(Object.fromEntries(names.map((name, i) => [name, moved[i]])));
      published = keep(loss);
      return beside.reduce<Tensor>((sum, term) => (term === undefined ? sum : add(sum, term)), loss) as never;
    };
    const { grads } = valueAndGrads(descend)(names.map((name) => given[name]));
    return { published: published as unknown as Tensor, grads, names };
  });
  const [[loss], ...gradients] = (await Promise.all([published, ...grads].map((t) => t.data()))) as Float32Array[];
  for (const t of [published, ...grads]) t.dispose();
  if (!(loss < RUNAWAY) || !gradients.every(allFinite)) return undefined;
  player.step(new Map(names.map((name, i) => [name, gradients[i]])));
  return loss;
}

function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (const value of values) sum += value;
  return Number.isFinite(sum);
}
