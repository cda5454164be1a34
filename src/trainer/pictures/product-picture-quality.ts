import { frechetDistance } from '../../learning/generators/adversarial/frechet-distance.ts';
import { meanPairwiseDistance, type SampleRows } from '../../learning/generators/adversarial/quality.ts';
import { coloursOf } from '../../learning/generators/picture/colours.ts';
import type { MakerFile } from '../../learning/generators/picture/maker-file.ts';
import type { PictureClassifier } from '../../learning/generators/picture/picture-classifier.ts';
import { countOf, type PictureSet, type Pixels, someOf } from '../../learning/generators/picture/picture-set.ts';
import type { RunContext } from '../run-context.ts';
import { resized } from './resized.ts';

/** Pictures made for each held-out one: so few real ones make an uneven measure of themselves already. */
const TIMES = 4;

export interface ProductPictureMeasures {
  /** Share of the made pictures that the classifier takes for the kind that was asked for, and of the held-out real ones for theirs. */
  recognised: number;
  recognisedOfReal: number;
  /** Share whose largest area is of the colour that was asked for. */
  coloured: number;
  /** Squared Fréchet distance from the held-out pictures in the classifier's features; and of training pictures from them. */
  frechet: number;
  frechetOfReal: number;
  /** Mean difference between neighbouring pixels, over that of the held-out pictures. */
  sharpness: number;
  /** Mean distance between two pictures of a kind, over that of the held-out pictures: by pixels, and by features. */
  diversity: number;
  diversityOfFeatures: number;
  /** Median distance to the nearest training picture, over that of the held-out pictures: far below 1 the made ones are copies. */
  novelty: number;
  /** Held-out pictures drawn from their own codes: mean difference of a channel, 0…1. Of those whose codes the file has, if of any. */
  reconstruction?: number;
}

/** @param held pictures that the generator was not trained on; @param training those that it was */
export async function measureProductPictures(
  { generator, codes }: MakerFile,
  classifier: PictureClassifier,
  { held, training }: { held: PictureSet; training: PictureSet },
  { compute, seed }: Pick<RunContext, 'compute' | 'seed'>,
): Promise<{ measures: ProductPictureMeasures; made: Pixels; rebuilt?: Pixels }> {
  const { size } = classifier;
  const count = countOf(held);
  const { width } = generator.conditions;
  const conditions = conditionsOf(held, generator.conditions);
  // A file holds the codes of some products where there are many.
  const known = held.products!.flatMap((product, row) => {
    const own = codes?.get(product);
    return own === undefined ? [] : [{ row, from: { codes: own, share: 1 } }];
  });
  return compute.lend(async () => {
    const rounds: Pixels[] = [];
    for (let round = 0; round < TIMES; round++) {
      rounds.push(resized(await generator.drawUnder(conditions, seed + round), size));
    }
    const ofKnown = known.flatMap(({ row }) => [...conditions.subarray(row * width, (row + 1) * width)]);
    const rebuilt =
      known.length > 0
        ? resized(
            await generator.drawUnder(
              Float32Array.from(ofKnown),
              seed,
              known.map(({ from }) => from),
            ),
            size,
          )
        : undefined;
    const made = { ...rounds[0], pixels: Uint8Array.from(rounds.flatMap(({ pixels }) => [...pixels])) };
    const asked = Uint16Array.from({ length: TIMES * count }, (_, i) => held.kindOf[i % count]);
    const [ofMade, ofHeld, ofTraining] = [
      await classifier.name(made),
      await classifier.name(held),
      await classifier.name(training),
    ];
    const colours = coloursOf(made);
    const [madeRows, heldRows, trainingRows] = [made, held, training].map(rowsOf);
    return {
      made: rounds[0],
      ...(rebuilt && known.length === count && { rebuilt }),
      measures: {
        recognised: shareOf(ofMade.kinds, (kind, i) => kind === asked[i]),
        recognisedOfReal: shareOf(ofHeld.kinds, (kind, i) => kind === held.kindOf[i]),
        coloured: shareOf(colours, (colour, i) => colour === held.colourOf![i % count]),
        frechet: frechetDistance(ofHeld.features, ofMade.features),
        frechetOfReal: frechetDistance(ofHeld.features, ofTraining.features),
        sharpness: sharpnessOf(made) / sharpnessOf(held),
        diversity: meanPairwiseDistance(rowsOf(rounds[0]), held.kindOf) / meanPairwiseDistance(heldRows, held.kindOf),
        diversityOfFeatures:
          meanPairwiseDistance(firstOf(ofMade.features, count), held.kindOf) /
          meanPairwiseDistance(ofHeld.features, held.kindOf),
        novelty: medianToNearest(madeRows, trainingRows) / medianToNearest(heldRows, trainingRows),
        ...(rebuilt && {
          reconstruction: meanDifference(
            rebuilt,
            someOf(
              held,
              Int32Array.from(known, ({ row }) => row),
            ),
          ),
        }),
      },
    };
  });
}

function conditionsOf(set: PictureSet, conditions: MakerFile['generator']['conditions']): Float32Array {
  const { width } = conditions;
  const rows = new Float32Array(countOf(set) * width);
  for (let i = 0; i < countOf(set); i++) conditions.ofPicture(set, i, rows.subarray(i * width, (i + 1) * width));
  return rows;
}

const firstOf = ({ data, width }: SampleRows, count: number): SampleRows => ({
  data: data.subarray(0, count * width),
  width,
});

function shareOf(values: Uint16Array, isRight: (value: number, i: number) => boolean): number {
  return values.reduce((right, value, i) => right + (isRight(value, i) ? 1 : 0), 0) / values.length;
}

function sharpnessOf({ size, pixels }: Pixels): number {
  let sum = 0;
  const row = size * 3;
  for (let at = 0; at < pixels.length; at++) {
    const inPicture = at % (size * row);
    if (inPicture % row < row - 3) sum += Math.abs(pixels[at + 3] - pixels[at]);
    if (inPicture < (size - 1) * row) sum += Math.abs(pixels[at + row] - pixels[at]);
  }
  return sum / pixels.length;
}

/** Median over `from` of the Euclidean distance to the nearest of `to`. */
function medianToNearest(from: SampleRows, to: SampleRows): number {
  const { width } = from;
  const nearest = new Float64Array(from.data.length / width);
  for (let a = 0; a < nearest.length; a++) {
    let least = Number.POSITIVE_INFINITY;
    for (let start = 0; start < to.data.length; start += width) {
      let sum = 0;
      for (let i = 0; i < width && sum < least; i++) sum += (from.data[a * width + i] - to.data[start + i]) ** 2;
      least = Math.min(least, sum);
    }
    nearest[a] = Math.sqrt(least);
  }
  return nearest.sort()[nearest.length >> 1];
}

function meanDifference(a: Pixels, b: Pixels): number {
  return a.pixels.reduce((sum, value, i) => sum + Math.abs(value - b.pixels[i]), 0) / a.pixels.length / 255;
}

function rowsOf({ size, channels, pixels }: Pixels): SampleRows {
  return { data: Float32Array.from(pixels), width: size * size * channels };
}
