// The tables on pictures in docs/generators.md, from the recorded results.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { table } from '../../bench/harness/markdown.mjs';
import { shortFigure as figure, sourceOf } from './figures.mjs';

const percent = (value) => `${(100 * value).toFixed(1)} %`;

/** @param results recorded ones by their file's name */
export function pictureTables(results) {
  const parts = [];
  const quality = results['pictures-fashion-mnist'];
  if (quality) parts.push(fashion(quality, results['training-fashion-mnist-none']));
  for (const [name, title] of Object.entries(CATALOGUES)) {
    for (const size of [64, 32]) {
      const measured = results[`pictures-${name}-${size}`];
      if (measured) parts.push(products(measured, title, `${name}-${size}`, size));
    }
  }
  for (const [name, title] of [
    ['training-fashion-mnist-spectral', 'Fashion-MNIST'],
    ['training-fashion-mnist-none', 'Fashion-MNIST without the stabiliser'],
    ['training-catalogue-fashion', 'Fashion catalogue, in colour'],
    ['training-osier', "The demo shop's drawings"],
  ]) {
    if (results[name]) parts.push(training(results[name], title, name.replace('training-', '')));
  }
  return { pictures: parts.join('\n\n') };
}

/** @param plain the training of the peer, without the stabiliser */
function fashion(result, plain) {
  const { metrics, peers = [], bytes } = result;
  const [other] = peers;
  const row = (name, of, size) => [
    name,
    percent(of.recognised),
    figure(of.frechet, 2),
    figure(of.diversity, 2),
    figure(of.diversityOfFeatures, 2),
    size === undefined ? '–' : figure(size / 1e6, 2),
  ];
  const lines = [
    `### Fashion-MNIST, measured by a classifier

An independent classifier (${percent(metrics.accuracy)} right on the test pictures; it never takes part in the generator's
training) looks at one made picture for each of the 10,000 test pictures. Fréchet distances are squared, in its features.`,
    table(
      ['', 'recognised as asked', 'Fréchet distance', 'diversity, pixels', 'diversity, features', 'file, MB'],
      [
        row('**with the stabiliser**', metrics, bytes),
        ...(other ? [row('without it', other.metrics, other.bytes)] : []),
        ['as many real training pictures', percent(metrics.accuracy), figure(metrics.frechetOfReal, 2), '1', '1', '–'],
      ],
    ),
  ];
  if (other) {
    lines.push(
      `With it the Fréchet distance is ${figure(metrics.frechet / other.metrics.frechet, 2)} × that without it: the same nets, data, seed and steps.${plain ? ` ${withoutIt(plain)}` : ''}`,
    );
  }
  lines.push(sourceOf(result));
  return lines.join('\n\n');
}

/** A generator's file by what it is. */
const GENERATORS = [
  [/-gan/, 'conditional GAN'],
  [/imagine-without/, 'latent flow, its decoder without a discriminator'],
  [/imagine/, '**latent flow**'],
];
const generatorOf = (path) => GENERATORS.find(([pattern]) => pattern.test(path))?.[1] ?? path;

/** Sets of product pictures, by the name of their records. */
const CATALOGUES = { osier: "The demo shop's drawings", 'catalogue-fashion': "A fashion catalogue's photographs" };

function products(result, title, name, size) {
  const { metrics, peers = [], bytes, command } = result;
  const [own] = / --generator (\S+)/.exec(command).slice(1);
  const row = (name, of, size) => [
    name,
    percent(of.recognised),
    percent(of.coloured),
    figure(of.frechet, 1),
    figure(of.sharpness, 2),
    figure(of.diversityOfFeatures, 2),
    figure(of.novelty, 2),
    of.reconstruction === undefined ? '–' : figure(of.reconstruction),
    of.taste === undefined ? '–' : `${figure(of.taste)} / ${figure(of.tasteByKindAndColour)}`,
    (size / 1e6).toFixed(2),
  ];
  return [
    `### ${title}, at ${size} × ${size} pixels

Pictures made under the conditions of products whose pictures were kept from training, four of each, beside these pictures. The classifier
takes ${percent(metrics.recognisedOfReal)} of the kept pictures for what they are; the Fréchet distance of those that were trained on is ${figure(metrics.frechetOfReal, 1)}. Sharpness, diversity
and the distance to the nearest training picture are parts of those of the kept pictures.${
      metrics.taste === undefined
        ? ''
        : ` Taste: how often a picture made for a visitor is
nearer to what that visitor chose next than to what another one chose of the same kind, with taste and by kind and colour alone.${
            metrics.tasteOfReal === undefined
              ? ''
              : ` For
the four real products of the kind whose tastes lie nearest it is ${figure(metrics.tasteOfReal)}, which is what real pictures tell of a taste by this measure.`
          }`
    }`,
    table(
      [
        '',
        'recognised',
        'colour',
        'Fréchet',
        'sharpness',
        'diversity',
        'nearest',
        'back, L1',
        'taste, AUC',
        'file, MB',
      ],
      [
        row(generatorOf(own), metrics, bytes),
        ...peers.map((peer) => row(generatorOf(peer.generator), peer.metrics, peer.bytes)),
      ],
    ),
    ...sheetsOf(name),
    sourceOf(result),
  ].join('\n\n');
}

/** Real pictures beside made ones, which `--sheets` wrote: `docs/generators/NAME-beside.png`. */
function sheetsOf(name) {
  const file = `generators/${name}-beside.png`;
  if (!existsSync(resolve(import.meta.dirname, '..', file))) return [];
  const rows =
    name === 'osier-32'
      ? 'In threes of rows: kept pictures, what comes back of their codes,'
      : 'In pairs of rows: kept pictures, and';
  return [`${rows} what is made under their conditions.\n\n![kept and made](${file})`];
}

/** How the training went that is compared with, and which of its weights are. */
function withoutIt({ curve }) {
  const collapses = curve.filter(({ collapsed }) => collapsed).length;
  const { rollbacks, distance: last } = curve.at(-1);
  const kept = bestOf(curve);
  const went =
    rollbacks + collapses === 0
      ? 'It neither diverged nor collapsed'
      : `It went back ${rollbacks} times, and was found collapsed at ${collapses} of ${curve.length} examinations`;
  return `${went} without the stabiliser; its best weights by validation are compared, those of step ${kept.step} (distance ${figure(kept.distance)}; at its end ${figure(last)}).`;
}

/** The examination whose weights are kept. */
const bestOf = (curve) => curve.filter(({ collapsed }) => !collapsed).sort((a, b) => a.distance - b.distance)[0];

/** Rows of the curve that are shown, evenly over it. */
const SHOWN = 8;

function training(result, title, pictures) {
  const { curve, metrics } = result;
  const step = Math.max(1, Math.floor(curve.length / SHOWN));
  const shown = curve.filter((_, i) => (i + 1) % step === 0 || i === curve.length - 1);
  const grids = gridsOf(pictures);
  return [
    `### ${title}: training`,
    `${result.pictures} pictures; the best weights are those of step ${bestOf(curve).step}, with distance ${figure(metrics.distance)}, diversity ${figure(metrics.diversity, 2)}, coverage ${percent(metrics.coverage ?? 0)} against held-out pictures; ${(result.bytes / 1e6).toFixed(2)} MB.`,
    ...(grids.length > 0 ? [grids.map(({ file, at }) => `![after ${at} steps](generators/${file})`).join(' ')] : []),
    table(
      ['step', 'L_G', 'L_D', 'distance', 'diversity', 'coverage', 'went back'],
      shown.map(({ step, generator, discriminator, distance, diversity, coverage, rollbacks }) => [
        String(step),
        figure(generator, 2),
        figure(discriminator, 2),
        figure(distance),
        figure(diversity, 2),
        percent(coverage),
        String(rollbacks),
      ]),
    ),
    sourceOf(result),
  ].join('\n\n');
}

/** Sample sheets that are kept beside the text: `docs/generators/NAME-step-000100.png`. */
function gridsOf(name) {
  const folder = resolve(import.meta.dirname, '../generators');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, of, step] = /^(.*)-step-(\d+)\.png$/.exec(file) ?? [];
      return of === name ? [{ file, at: Number(step) }] : [];
    });
}
