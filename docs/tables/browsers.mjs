// The table of browsers in docs/embedding.md, from the recorded results of `npm run browsers`.
import { table } from '../../bench/harness/markdown.mjs';

const ORDER = ['chromium', 'firefox', 'webkit'];

export function browserTables(results) {
  const rows = ORDER.filter((name) => results[name]).map((name) => {
    const { versions, metrics, command, commit } = results[name];
    const ways = Object.values(metrics);
    const faults = ways.reduce((sum, way) => sum + way.faults.length, 0);
    const backends = [...new Set(ways.map(({ backend }) => backend))].join(', ');
    return [versions[name], `${ways.length} of ${ways.length}`, faults, backends, `\`${command}\` at ${commit}`];
  });
  return {
    browsers: table(
      ['browser', 'ways in that gave a personal shelf', 'errors and warnings', 'trains on', 'command'],
      rows,
    ),
  };
}
