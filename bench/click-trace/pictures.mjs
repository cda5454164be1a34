// A click as pictures: when each thread worked, and what the engine's thread did.
import { escaped, STYLE } from '../harness/chart.mjs';

const WIDTH = 860;
const LABEL = 90;
const HEAD = 40;

const picture = (title, height, parts) =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    STYLE,
    `<text class="title" x="8" y="20">${escaped(title)}</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');

/** @param threads for each, `[from, to]` of its work in milliseconds */
export function timeline(title, threads) {
  const lane = 34;
  const names = Object.keys(threads);
  const end = Math.max(...Object.values(threads).flatMap((spans) => spans.map(([, to]) => to)));
  const x = (time) => (LABEL + ((WIDTH - LABEL - 20) * time) / end).toFixed(1);
  const bottom = HEAD + names.length * lane;
  const parts = names.flatMap((name, row) => {
    const y = HEAD + row * lane;
    return [
      `<text class="label" x="${LABEL - 12}" y="${y + 17}">${escaped(name)}</text>`,
      ...threads[name].map(
        ([from, to]) =>
          `<rect class="${name === 'storage' ? 'other' : 'ours'}" x="${x(from)}" y="${y}" width="${Math.max(1, x(to) - x(from)).toFixed(1)}" height="24" rx="2"/>`,
      ),
    ];
  });
  const ticks = Array.from({ length: Math.floor(end) + 1 }, (_, time) => [
    `<line class="grid" x1="${x(time)}" x2="${x(time)}" y1="${HEAD - 6}" y2="${bottom}"/>`,
    `<text class="tick" x="${x(time)}" y="${bottom + 14}">${time} ms</text>`,
  ]).flat();
  return picture(title, bottom + 24, [...ticks, ...parts]);
}

/** @param root `{ name, ms, callees }`: as wide as it takes long, callees below */
export function flameChart(title, root) {
  const row = 22;
  const scale = (WIDTH - 16) / root.ms;
  const parts = [];
  let deepest = 0;
  const draw = ({ name, ms, callees }, x, depth) => {
    deepest = Math.max(deepest, depth);
    const y = HEAD + depth * row;
    const width = ms * scale;
    const words = `${name} ${ms}`;
    parts.push(
      `<rect class="${depth % 2 === 0 ? 'ours' : 'other'}" fill-opacity=".55" x="${x.toFixed(1)}" y="${y}" width="${Math.max(0, width - 1).toFixed(1)}" height="${row - 2}" rx="2"><title>${escaped(words)} ms</title></rect>`,
    );
    const fits = Math.floor(width / 7.2);
    if (fits > 3)
      parts.push(
        `<text class="figure" x="${(x + 4).toFixed(1)}" y="${y + 14}">${escaped(words.length > fits ? name.slice(0, fits) : words)}</text>`,
      );
    let at = x;
    for (const callee of callees) {
      draw(callee, at, depth + 1);
      at += callee.ms * scale;
    }
  };
  draw(root, 8, 0);
  return picture(title, HEAD + (deepest + 1) * row + 8, parts);
}
