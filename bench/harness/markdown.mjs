// Tables and figures in words.

/** Cells are strings; the first column is to the left, the others to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/**
 * Fills the marked places of a page, each between `<!-- table:NAME -->` and `<!-- /table -->`: all else is written by hand.
 * @param blocks the text of each place by its name; one that is empty leaves its place empty
 */
export function fill(page, blocks) {
  const filled = new Set();
  const text = page.replaceAll(/(<!-- table:(\S+) -->\n)[\s\S]*?(<!-- \/table -->)/g, (_, open, name, close) => {
    if (blocks[name] === undefined) throw new Error(`Nothing makes the table ${name}.`);
    filled.add(name);
    return blocks[name] === '' ? `${open}${close}` : `${open}\n${blocks[name]}\n\n${close}`;
  });
  const homeless = Object.keys(blocks).filter((name) => !filled.has(name));
  if (homeless.length > 0) throw new Error(`No page has a place for the table ${homeless.join(', ')}.`);
  return text;
}

export const count = (value) => value.toLocaleString('en');

/** Milliseconds: median, and the 95th percentile in brackets. */
export const ms = ({ median, p95 }) => `${median} (${p95})`;

export const megabytes = (bytes) => (bytes === undefined ? '–' : `${Number((bytes / 1e6).toPrecision(3))}`);

/** Which machine, which versions, how busy. */
export function provenance({ command, commit, date, versions, machine }) {
  const { chromium, node, ...packages } = versions;
  const peers = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const busy = Math.max(machine.loadBefore, machine.loadAfter);
  return [
    `\`${command}\` at ${commit}, ${date} UTC. ${chromium ? `Chromium ${chromium}, ` : ''}Node ${node}; ${machine.cpu}, ${machine.cores} cores,`,
    `${machine.memoryGiB} GiB, ${machine.os}. Load a core before and after: ${machine.loadBefore}, ${machine.loadAfter}`,
    busy > 0.25 ? '(**busy**: read ratios, not milliseconds).' : '(calm).',
    peers.length > 0 ? `Peers: ${peers.join(', ')}.` : '',
  ]
    .join(' ')
    .trim();
}
