import type { TrainingProgress } from '../../../contract/training-progress.ts';
import type { AdamOptions } from '../../training/adam.ts';
import { Random } from '../../training/random.ts';
import { runTraining, type TrainingRunOptions } from '../../training/run-training.ts';
import type { AdversarialGame, Examination } from './game.ts';
import type { Player } from './player.ts';
import { Players } from './players.ts';
import { collapsed, type Quality } from './quality.ts';
import { discriminatorStep, generatorStep } from './steps.ts';

export interface AdversarialOptions extends TrainingRunOptions {
  seed: number;
  /** Discriminator steps for each of the generator's. */
  discriminatorSteps: number;
  /** Decay of the generator's moving average, which is what is examined and kept; 0 for the weights as they are. */
  averaging: number;
  /** Learning rates fall evenly to this part of what they were, at the last epoch. Default 1. */
  finalPace?: number;
  /** Weights of the two losses in their total, which is reported. */
  lossWeights: { generator: number; discriminator: number };
}

/** Adversaries' losses as published, of the last step; nats. */
export interface AdversarialLosses {
  generator: number;
  discriminator: number;
  /** Their weighted sum. */
  total: number;
}

export interface AdversarialProgress<TSamples> extends TrainingProgress {
  losses: AdversarialLosses;
  /** Where this event closes an epoch that was examined. */
  quality?: Quality;
  /** The samples are all alike, or leave most of what is real out: such weights are never kept. */
  collapsed?: boolean;
  samples?: TSamples;
  /** Times that the training went back to its last good state, with half the learning rate. */
  rollbacks: number;
}

/** Settings of Adam for each side. Momentum is off: each side's target moves with the other's steps. */
export const ADVERSARIAL_ADAM: Omit<AdamOptions, 'learningRate'> = { weightDecay: 0, beta1: 0, beta2: 0.99 };

/** After so many epochs in a row of collapsed samples it goes back; at the start, where all is alike as yet, after more. */
const COLLAPSED_EPOCHS = 3;
const UNFORMED_EPOCHS = 12;
const MAX_ROLLBACKS = 4;
const SLOWER = 0.5;

/**
 * Trains two sides against each other, a step of the one and a step of the other in turn. What diverges goes back to the
 * last good state and on from there at half the learning rate, some times over; whatever ends the training, the weights
 * are then the best ones by validation.
 *
 * @throws VitrineError `aborted` within a step of the signal; `diverged` where going back did not help
 */
export async function* trainAdversarially<TBatch, TSamples>(
  game: AdversarialGame<TBatch, TSamples>,
  generator: Player,
  discriminator: Player,
  options: AdversarialOptions,
): AsyncGenerator<AdversarialProgress<TSamples>> {
  const players = new Players(generator, discriminator);
  const round = new Round(game, players, options);
  let random = new Random(options.seed);
  let examination: Examination<TSamples> | undefined;
  let collapses = 0;
  let formed = options.resume !== undefined;
  const run = runTraining<TBatch>(
    {
      optimiser: players,
      metric: 'distance',
      averaging: options.averaging,
      batches: (epoch) => {
        random = new Random(options.seed, epoch + 1);
        players.pace = 1 - ((1 - (options.finalPace ?? 1)) * epoch) / Math.max(1, options.epochs - 1);
        return game.batches(epoch, random);
      },
      step: (batch) => round.play(batch, random),
      ...(game.examine && {
        validate: async () => {
          examination = await game.examine?.();
          return examination && !collapsed(examination.quality)
            ? examination.quality.distance
            : Number.POSITIVE_INFINITY;
        },
      }),
    },
    options,
  );
  for await (const progress of run) {
    const { losses } = round;
    if (examination === undefined) {
      yield { ...progress, losses, rollbacks: players.rollbacks };
      continue;
    }
    const { quality, samples } = examination;
    const hasCollapsed = collapsed(quality);
    examination = undefined;
    collapses = hasCollapsed ? collapses + 1 : 0;
    formed ||= !hasCollapsed;
    if (!hasCollapsed) players.keep();
    else if (collapses % (formed ? COLLAPSED_EPOCHS : UNFORMED_EPOCHS) === 0) players.rollBack(SLOWER);
    yield { ...progress, losses, quality, samples, collapsed: hasCollapsed, rollbacks: players.rollbacks };
  }
}

/** One round: the discriminator's steps, then the generator's. */
class Round<TBatch> {
  losses: AdversarialLosses = { generator: Number.NaN, discriminator: Number.NaN, total: Number.NaN };

  constructor(
    private readonly game: AdversarialGame<TBatch>,
    private readonly players: Players,
    private readonly options: AdversarialOptions,
  ) {}

  /** @returns the weighted total of the losses before the round; not finite where going back did not help */
  async play(batch: TBatch, random: Random): Promise<number> {
    const { players, options } = this;
    for (;;) {
      const losses = await this.#losses(batch, random);
      if (losses !== undefined) {
        const { generator, discriminator } = options.lossWeights;
        const total = generator * losses.generator + discriminator * losses.discriminator;
        this.losses = { ...losses, total };
        players.steps++;
        return total;
      }
      if (players.rollbacks >= MAX_ROLLBACKS) return Number.NaN;
      players.rollBack(SLOWER);
    }
  }

  async #losses(batch: TBatch, random: Random): Promise<Omit<AdversarialLosses, 'total'> | undefined> {
    let discriminator: number | undefined;
    for (let i = 0; i < this.options.discriminatorSteps; i++) {
      discriminator = await discriminatorStep(this.game, this.players, batch, random);
      if (discriminator === undefined) return undefined;
    }
    const generator = await generatorStep(this.game, this.players, batch, random);
    return generator === undefined ? undefined : { generator, discriminator: discriminator ?? Number.NaN };
  }
}
