// docs/generators.md from the recorded results: one section a generator, each told only where it was measured.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { table } from '../bench/harness/markdown.mjs';
import { behaviour } from './behaviour-doc.mjs';
import { describer } from './describer-doc.mjs';
import { root } from './install.mjs';
import { gaps, items } from './items-doc.mjs';

const INTRODUCTION = `# Generators

Written by \`npm run docs\` from \`bench/results/generators/\`. A generator is a generative adversarial network with one honest
job in the shop. All are trained by the same core (\`src/learning/generators/adversarial/\`): the published losses
L_G = −log D(G(z)) and L_D = −[log D(x) + log(1 − D(G(z)))] and their weighted total (Goodfellow et al. 2014), a step of the
one side and a step of the other in turn, each of which moves its own weights and exactly nothing of the other's;
discriminators under spectral normalisation (Miyato et al. 2018); weights averaged over steps; an examination every so many
steps, of which the best that has not collapsed is kept. What diverges or collapses goes back to the last good state at half
the learning rate, and says how often it did.`;

/** Generators in the order in which they are told, each with how its results become text; undefined where there are none. */
const SECTIONS = [behaviour, items, gaps, pictures, describer];

/**
 * @param results recorded ones by their file's name
 * @param accuracy recorded evaluations
 * @returns {string}
 */
export function renderGenerators(results, accuracy) {
  const sections = SECTIONS.map((section) => section(results, accuracy)).filter((text) => text !== undefined);
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const figure = (value, digits = 3) => (value === undefined ? '–' : value.toFixed(digits));
const percent = (value) => `${(100 * value).toFixed(1)} %`;
/** As a person would call it: without where this run left its files. */
const commandOf = ({ command }) => command.replaceAll(/ --(?:record|work|sheets) \S+/g, '');

function pictures(results) {
  const parts = [
    `## Pictures

\`vitrine train-pictures\` trains it from the shop's own pictures, \`shop.imagine()\` asks it in the page, in the neural worker,
for pictures of a kind, in a colour, to this visitor's taste: the mean of what the products of their history appeal to, the
newest weighing most. Beside each stand the real products of that kind whose pictures are most like it. A made picture is
never a product: it has no id and no price. Kinds that were never trained are refused, a colour that was never met with a
kind gives way to one that was, and where nothing of the visitor is known the answer says \`fallback\`.`,
  ];
  const quality = results['pictures-fashion-mnist'];
  if (quality) parts.push(fashion(quality, results['training-fashion-mnist-none']));
  for (const [name, title] of [
    ['training-fashion-mnist-spectral', 'Fashion-MNIST'],
    ['training-fashion-mnist-none', 'Fashion-MNIST without the stabiliser'],
    ['training-catalogue-fashion', 'Fashion catalogue, in colour'],
    ['training-osier', "The demo shop's drawings"],
  ]) {
    if (results[name]) parts.push(training(results[name], title, name.replace('training-', '')));
  }
  return parts.length > 1 ? parts.join('\n\n') : undefined;
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
  lines.push(`\`npx ${commandOf(result)}\` at ${result.commit}`);
  return lines.join('\n\n');
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
    `${result.pictures} pictures; kept are the weights of step ${bestOf(curve).step}, with distance ${figure(metrics.distance)}, diversity ${figure(metrics.diversity, 2)}, coverage ${percent(metrics.coverage ?? 0)} beside pictures kept from training; ${(result.bytes / 1e6).toFixed(2)} MB.`,
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
    `\`npx ${commandOf(result)}\` at ${result.commit}`,
  ].join('\n\n');
}

/** Sample sheets that are kept beside the text: `docs/generators/NAME-step-000100.png`. */
function gridsOf(name) {
  const folder = resolve(root, 'docs/generators');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, of, step] = /^(.*)-step-(\d+)\.png$/.exec(file) ?? [];
      return of === name ? [{ file, at: Number(step) }] : [];
    });
}
