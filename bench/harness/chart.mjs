// Bar charts as SVG, readable on light and dark pages: medians as bars, the 95th percentile as a thin line.
const WIDTH = 860;
const LABEL = 320;
const FIGURE = 160;
const ROW = 26;
const HEAD = 58;

export const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Of all pictures, light and dark. */
export const STYLE = [
  '<style>',
  'text{font:13px system-ui,sans-serif;fill:#2b2b2b}.title{font-weight:600;font-size:15px}.label{text-anchor:end}',
  '.own{font-weight:600}.tick{font-size:11px;text-anchor:middle;fill:#767676}.figure{font-size:12px}',
  '.ours{fill:#1f7a5c}.other{fill:#9aa5b1}.grid{stroke:#8884;stroke-width:1}.high{stroke:#767676;stroke-width:2}',
  '@media (prefers-color-scheme:dark){text{fill:#e6e6e6}.tick{fill:#a0a0a0}.ours{fill:#45b58d}.other{fill:#6b7785}}',
  '</style>',
].join('\n');

/**
 * @param title what is compared, with its unit
 * @param rows `{ label, value, high?, figure, own? }`: `high` is the 95th percentile, `figure` is written at the end, `own` is ours
 * @returns the picture's text; lengths are logarithms, since the values span several powers of ten
 */
export function barChart(title, rows) {
  const values = rows.flatMap(({ value, high }) => [value, high ?? value]).filter((value) => value > 0);
  const floor = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const top = Math.max(...values);
  const span = WIDTH - LABEL - FIGURE;
  const x = (value) => LABEL + (span * Math.log10(Math.max(value, floor) / floor)) / Math.log10(top / floor);
  const height = HEAD + rows.length * ROW + 12;
  const ticks = [];
  for (let tick = floor; tick <= top; tick *= 10) ticks.push(tick);
  const bars = rows.map(({ label, value, high, figure, own }, i) => {
    const y = HEAD + i * ROW;
    const length = Math.max(2, x(value) - LABEL).toFixed(1);
    const whisker =
      high === undefined
        ? ''
        : `<line class="high" x1="${x(value).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${y + 9}" y2="${y + 9}"/>`;
    return (
      `<text class="label${own ? ' own' : ''}" x="${LABEL - 10}" y="${y + 13}">${escaped(label)}</text>` +
      `<rect class="${own ? 'ours' : 'other'}" x="${LABEL}" y="${y}" width="${length}" height="18" rx="2"/>${whisker}` +
      `<text class="figure" x="${(x(high ?? value) + 8).toFixed(1)}" y="${y + 13}">${escaped(figure)}</text>`
    );
  });
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${HEAD - 8}" y2="${height - 10}"/>` +
      `<text class="tick" x="${x(tick).toFixed(1)}" y="${HEAD - 13}">${Number(tick.toPrecision(3))}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    STYLE,
    `<text class="title" x="8" y="20">${escaped(title)}</text>`,
    ...grid,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}
