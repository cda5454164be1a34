import * as plain from '../../contract/validation/plain-data.ts';
import { type CandidateSource, NO_CANDIDATES } from '../../engine/sources/candidate-source.ts';
import type { PackedSource } from '../../engine/sources/source-descriptor.ts';
import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { PackSection } from '../../pack/pack.ts';
import { readSectionOptions, readTensor } from '../../pack/section.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { CountedFit } from '../fit/section-fit.ts';

// A whole candidate source in one file, as a newcomer would write it: what shoppers met in one sequence with the visitor's
// latest product, whatever came first. Only the test that adds a source knows it.

const Options = plain.fields({ most: plain.whole(1, 50) });

function read(section: PackSection, items: number): CandidateSource {
  const { most } = readSectionOptions(section, Options);
  const companions = readTensor(section, 'companions', [Uint16Array], [items + 1, most]);
  const counts = readTensor(section, 'counts', [Uint16Array], [items + 1, most]);
  return {
    name: 'companions',
    retrieve({ items: history, allowed }, limit) {
      const latest = history.at(-1) ?? 0;
      if (latest < 1 || latest > items) return NO_CANDIDATES;
      const best = new BestRows(limit, most);
      for (let at = latest * most; at < (latest + 1) * most; at++) {
        if (counts[at] > 0 && allowed.has(companions[at])) best.offer(companions[at], counts[at]);
      }
      return { ...best.take(), because: () => history.length - 1 };
    },
  };
}

export const companions: PackedSource = {
  name: 'companions',
  personal: true,
  section: 'companions',
  defaultWeight: 1,
  read,
};

function count({ sequences }: InteractionLog, { most }: { most: number }, items: number): PackSection {
  const met = Array.from({ length: items + 1 }, () => new Map<number, number>());
  for (let sequence = 0; sequence + 1 < sequences.offsets.length; sequence++) {
    const own = new Set(sequences.items.subarray(sequences.offsets[sequence], sequences.offsets[sequence + 1]));
    for (const a of own) for (const b of own) if (a !== b) met[a].set(b, (met[a].get(b) ?? 0) + 1);
  }
  const companions = new Uint16Array((items + 1) * most);
  const counts = new Uint16Array((items + 1) * most);
  met.forEach((own, item) => {
    const strongest = [...own].sort(([a, m], [b, n]) => n - m || a - b).slice(0, most);
    strongest.forEach(([companion, times], place) => {
      companions[item * most + place] = companion;
      counts[item * most + place] = times;
    });
  });
  const shape = [items + 1, most];
  return { options: { most }, tensors: { companions: { shape, data: companions }, counts: { shape, data: counts } } };
}

export const companionsFit: CountedFit<{ most: number }> = {
  section: 'companions',
  defaults: { most: 10 },
  grid: { most: [1, 10] },
  count: (log, options, { items }) => count(log, options, items),
};
