// The table of the search by a picture in docs/search.md, from the recorded results.
import { table } from '../../bench/harness/markdown.mjs';
import { figure, megabytes } from './figures.mjs';

const pair = ({ nearest, precision5 }) => `${figure(nearest)} / ${figure(precision5)}`;

export function byPictureTables({ fashion, 'fashion-training': training }) {
  if (!fashion) return { 'by-picture': '' };
  const { encoder, peers, pictures, products, tenFarKinds, fileBytes } = fashion;
  const rows = [encoder, ...peers].map((one) => [
    one.name === 'vitrine' ? 'the encoder' : one.name,
    megabytes(one.bytes),
    pair(one.tenFarKinds),
    pair(one.anyTenKinds),
    pair(one.all),
    ...[one.remadeFirst, one.remadeFirstOfAll].map((share) => (share === undefined ? '–' : figure(share))),
  ]);
  const header = [
    'nearest picture of the same kind / precision@5',
    'MB',
    'ten kinds far apart',
    'any ten kinds',
    `all ${encoder.all.kinds} kinds`,
    'copy first',
    `… of ${products.toLocaleString('en')}`,
  ];
  const text = [
    `Fashion catalogue, photographs of 60 × 80 pixels; ${pictures.toLocaleString('en')} of them were kept from training and are all that is asked and`,
    `found, except in the last column. With the products' vectors the file has ${megabytes(fileBytes)} MB. The ten kinds far apart are ${tenFarKinds.join(', ')}.`,
  ].join('\n');
  const commands = [fashion, training].filter(Boolean).map((one) => `\`npx ${one.command}\` at ${one.commit}`);
  return { 'by-picture': [table(header, rows), text, ...commands].join('\n\n') };
}
