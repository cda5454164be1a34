// The table of the search by a picture in docs/search.md, from the recorded results.
import { table } from '../../bench/harness/markdown.mjs';
import { figure, megabytes } from './figures.mjs';

const pair = ({ nearest, precision5 }) => `${figure(nearest)} / ${figure(precision5)}`;

/** What the easy kinds are: a figure of MobileNet's is known of ten kinds that are not. */
const easyText = (kinds) =>
  kinds.length === 0
    ? []
    : [
        `Of MobileNet 0.935 / 0.87 was published for 108 pictures of ten kinds of this catalogue, which are not named. It reaches that on ten`,
        `drawn from the ${kinds.length} kinds that it tells apart best: ${kinds.join(', ')}.`,
      ];

export function byPictureTables({ fashion, 'fashion-training': training }) {
  if (!fashion) return { 'by-picture': '' };
  const { encoder, peers, pictures, products, tenFarKinds, easyKinds = [], fileBytes } = fashion;
  const rows = [encoder, ...peers].map((one) => [
    one.name === 'vitrine' ? 'the encoder' : one.name,
    megabytes(one.bytes),
    one.tenEasyKinds === undefined ? '–' : pair(one.tenEasyKinds),
    pair(one.tenFarKinds),
    pair(one.anyTenKinds),
    pair(one.all),
    ...[one.remadeFirst, one.remadeFirstOfAll].map((share) => (share === undefined ? '–' : figure(share))),
  ]);
  const header = [
    'nearest picture of the same kind / precision@5',
    'MB',
    'ten easy kinds',
    'ten kinds far apart',
    'any ten kinds',
    `all ${encoder.all.kinds} kinds`,
    'copy first',
    `… of ${products.toLocaleString('en')}`,
  ];
  const text = [
    `Fashion catalogue, photographs of 60 × 80 pixels; ${pictures.toLocaleString('en')} of them were kept from training and are all that is asked and`,
    `found, except in the last column. With the products' vectors the file has ${megabytes(fileBytes)} MB. The ten kinds far apart are ${tenFarKinds.join(', ')}.`,
    ...easyText(easyKinds),
  ].join('\n');
  const commands = [fashion, training].filter(Boolean).map((one) => `\`npx ${one.command}\` at ${one.commit}`);
  return { 'by-picture': [table(header, rows), text, ...commands].join('\n\n') };
}
