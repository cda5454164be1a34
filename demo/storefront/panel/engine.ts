import type { RecommenderStatus } from 'vitrine';
import { element } from '../element.ts';
import { fill, messages, number } from '../language.ts';
import { worksOffline } from '../offline.ts';
import type { Shop } from '../shop.ts';
import { type Section, section } from './section.ts';

/** State, backend, model, pack, storage. */
export function engineSection(shop: Shop): Section {
  const facts = element('dl', { class: 'facts' });
  return {
    root: section('engine', messages().panelEngine, facts),
    refresh: async () => {
      try {
        const status = await shop.recommender.status();
        facts.replaceChildren(
          ...factsOf(status, shop).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
        );
      } catch {
        // It was closed meanwhile.
      }
    },
  };
}

function factsOf(status: RecommenderStatus, shop: Shop): [string, string][] {
  const say = messages();
  const { pack, neural, weights } = status;
  const sources: Record<string, string> = say.sources;
  const [newest] = [...shop.lists.values()].slice(-1);
  return [
    [say.state, say.states[status.state]],
    [
      say.backend,
      neural ? `${say.backendEngine}; ${fill(say.backendNeural, { backend: neural.backend })}` : say.backendEngine,
    ],
    [say.model, newest?.list.model ?? '–'],
    [say.products, number(status.products)],
    [
      say.pack,
      pack ? fill(say.packSize, { size: number(pack.bytes / 1000), count: number(pack.products) }) : say.packNone,
    ],
    ...(pack ? packFacts(pack, shop) : []),
    [
      say.weights,
      Object.entries(weights)
        .map(([name, weight = 0]) => `${sources[name] ?? name} ${number(weight, 2)}`)
        .join(', ') || '–',
    ],
    [say.storage, status.durable ? say.storageDurable : say.storageMemory],
    [say.offline, worksOffline() ? say.yes : say.no],
    [say.fineTuned, status.fineTuned ? say.yes : say.no],
  ];
}

function packFacts(pack: NonNullable<RecommenderStatus['pack']>, shop: Shop): [string, string][] {
  const say = messages();
  const sources: Record<string, string> = say.sources;
  return [
    [say.packFrom, shop.own ? say.packFromLog : say.packFromSimulated],
    [say.packSections, pack.sections.map((name) => sources[name] ?? name).join(', ')],
  ];
}
