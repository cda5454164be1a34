import type { ExperimentReport } from './experiment-report.ts';
import type { ShopReport } from './shop-report.ts';

const WIDTH = 720;
const LEFT = 180;
const RIGHT = 130;
const ROW = 28;

/** Light and dark pages alike. */
const STYLE = [
  '<style>text{font:13px system-ui,sans-serif;fill:#2b2b2b}.title{font-weight:600;font-size:15px}.end{text-anchor:end}',
  '.small{font-size:11px;fill:#767676}.bar{fill:#1f7a5c}.band{fill:#1f7a5c33}.line{fill:none;stroke:#1f7a5c;stroke-width:2}',
  '.zero{stroke:#767676;stroke-width:1;stroke-dasharray:4 3}',
  '@media (prefers-color-scheme:dark){text{fill:#e6e6e6}.small{fill:#a0a0a0}.bar{fill:#45b58d}.band{fill:#45b58d33}.line{stroke:#45b58d}}',
  '</style>',
].join('\n');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function picture(title: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    STYLE,
    `<text class="title" x="8" y="20">${escaped(title)}</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** What each placement brought: a bar each. */
export function placementsPicture({ placements, currency = '' }: ShopReport): string {
  const most = Math.max(1e-9, ...placements.map(({ value, clicks }) => (value > 0 ? value : clicks)));
  const sold = placements.some(({ value }) => value > 0);
  const rows = placements.map(({ name, value, clicks }, i) => {
    const y = 40 + i * ROW;
    const amount = sold ? value : clicks;
    const length = Math.max(1, ((WIDTH - LEFT - RIGHT) * amount) / most);
    const figure = amount.toLocaleString('en', { maximumFractionDigits: 0 });
    return (
      `<text class="end" x="${LEFT - 10}" y="${y + 14}">${escaped(shortened(name))}</text>` +
      `<rect class="bar" x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="19" rx="2"/>` +
      `<text x="${(LEFT + length + 8).toFixed(1)}" y="${y + 14}">${escaped(`${figure} ${sold ? currency : 'clicks'}`.trim())}</text>`
    );
  });
  const title = sold ? 'Value of what was bought from lists, by placement' : 'Clicks, by placement';
  return picture(title, 50 + placements.length * ROW, rows);
}

const shortened = (name: string): string => (name.length > 22 ? `${name.slice(0, 21)}…` : name);

/**
 * How the difference to the control became known from day to day, with its interval: the first variant beside the control, by
 * value where there are prices. `undefined` where nothing is known on two days.
 */
export function experimentPicture({ name, control, days }: ExperimentReport): string | undefined {
  const metric = days.some((day) => day.metric === 'value') ? 'value' : 'conversion';
  const variant = days[0]?.variant;
  const points = days.flatMap((day) => {
    const { relative } = day.verdict;
    return day.metric === metric && day.variant === variant && relative !== undefined
      ? [{ day: day.day, ...relative }]
      : [];
  });
  if (points.length < 2) return undefined;
  const [top, bottom] = [46, 280];
  // The first intervals are so wide that nothing else could be seen: what most days need is drawn.
  const reach = points.map(({ interval: [low, high] }) => Math.max(Math.abs(low), Math.abs(high)));
  const most = [...reach].sort((a, b) => a - b)[Math.floor(0.6 * (reach.length - 1))];
  const x = (i: number): string => (LEFT / 2 + ((WIDTH - LEFT / 2 - 20) * i) / (points.length - 1)).toFixed(1);
  const y = (value: number): string =>
    ((top + bottom) / 2 - (((bottom - top) / 2) * Math.min(most, Math.max(-most, value))) / most).toFixed(1);
  const line = (of: (point: (typeof points)[number]) => number): string[] =>
    points.map((point, i) => `${x(i)},${y(of(point))}`);
  const tick = (value: number): string =>
    `<text class="small end" x="${LEFT / 2 - 8}" y="${Number(y(value)) + 4}">${value > 0 ? '+' : value < 0 ? '−' : ''}${(100 * Math.abs(value)).toFixed(1)} %</text>`;
  const band = [...line(({ interval }) => interval[1]), ...line(({ interval }) => interval[0]).reverse()];
  return picture(`${name}: ${variant} against ${control}, ${metric === 'value' ? 'value by visitor' : metric}`, 310, [
    `<polygon class="band" points="${band.join(' ')}"/>`,
    `<line class="zero" x1="${x(0)}" x2="${x(points.length - 1)}" y1="${y(0)}" y2="${y(0)}"/>`,
    `<polyline class="line" points="${line(({ difference }) => difference).join(' ')}"/>`,
    tick(most),
    tick(0),
    tick(-most),
    `<text class="small" x="${x(0)}" y="${bottom + 20}">${points[0].day}</text>`,
    `<text class="small end" x="${x(points.length - 1)}" y="${bottom + 20}">${points[points.length - 1].day}</text>`,
  ]);
}
