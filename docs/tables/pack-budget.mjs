import { table } from '../../bench/harness/markdown.mjs';

const kB = (bytes) => (bytes / 1000).toFixed(1);

/** What a pack of a small shop weighs. @param {Record<string, object>} sizes records of the topic, by name */
export function packBudgetTables({ 'small-shop': shop }) {
  const rows = shop.packs.map(({ name, bytes, sections, cuts }) => [
    name,
    kB(bytes),
    Object.entries(sections)
      .sort(([, a], [, b]) => b - a)
      .map(([section, size]) => `${section} ${kB(size)}`)
      .join(', '),
    cuts.join('; ') || 'nothing',
  ]);
  return {
    'pack-budget': table(
      [`${shop.data.products} products, \`${shop.command.split(' && ')[1]}\``, 'kB', 'of these', 'does without'],
      rows,
    ),
  };
}
