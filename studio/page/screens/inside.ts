import { createRecommender, type RecommenderStatus } from 'vitrine';
import type { PackContents } from '../../workbench.ts';
import { bars } from '../charts/bars.ts';
import { element } from '../element.ts';
import { bytes, fill, messages, number } from '../language.ts';
import { LOCK } from '../open-tabs.ts';
import type { Stage } from '../stage.ts';

/** Milliseconds between two looks at the engine. */
const AGAIN = 2000;

/** The pack by section, and the engine that serves it in this page. */
export async function insideScreen(stage: Stage): Promise<HTMLElement> {
  const say = messages();
  const { pack } = stage.bench;
  return element(
    'div',
    { class: 'screen' },
    element('h2', {}, say.insideTitle),
    pack ? packPart(pack) : element('p', {}, say.insideNone),
    element('h2', {}, say.engineTitle),
    element('p', { class: 'quiet' }, say.engineText),
    await enginePart(stage),
  );
}

function packPart({ bytes: size, products, created, sections, weights }: PackContents): HTMLElement {
  const say = messages();
  const rest = size - sections.reduce((sum, section) => sum + section.bytes, 0);
  const rows = [...sections, { name: say.rest, bytes: rest, options: {} }].sort((a, b) => b.bytes - a.bytes);
  return element(
    'section',
    { class: 'part' },
    element(
      'p',
      {},
      fill(say.insideBytes, { size: bytes(size), products, created: created.slice(0, 16).replace('T', ' ') }),
    ),
    bars(
      rows.map(({ name, bytes: own }) => ({ name, value: own, text: bytes(own) })),
      say.insideTitle,
    ),
    element(
      'details',
      {},
      element('summary', {}, say.table),
      element(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say.insideTitle },
        element(
          'table',
          {},
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              ...[say.section, say.size, say.weight, say.options].map((name) => element('th', { scope: 'col' }, name)),
            ),
          ),
          element(
            'tbody',
            {},
            ...rows.map(({ name, bytes: own, options }) =>
              element(
                'tr',
                {},
                element('th', { scope: 'row' }, name),
                element('td', {}, bytes(own)),
                element('td', {}, weights[name] === undefined ? '–' : number(weights[name], 2)),
                element(
                  'td',
                  {},
                  Object.entries(options)
                    .map(([option, value]) => `${option} ${String(value)}`)
                    .join(', ') || '–',
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A recommender of the package, with the studio's feed and pack; it is closed when the screen leaves. */
async function enginePart(stage: Stage): Promise<HTMLElement> {
  const facts = element('dl', { class: 'facts' });
  const pack = await stage.workbench.pack();
  const recommender = await createRecommender({ database: 'vitrine-studio', ...(pack && { pack }) });
  if (stage.bench.feed) await recommender.setProducts(await stage.workbench.products());
  const look = async (): Promise<void> => {
    const status = await recommender.status();
    const space = await navigator.storage.estimate();
    const locks = await navigator.locks.query();
    const tabs = locks.held?.filter(({ name }) => name === LOCK).length ?? 0;
    facts.replaceChildren(
      ...factsOf(status, space.usage ?? 0, tabs).flatMap(([term, value]) => [
        element('dt', {}, term),
        element('dd', {}, value),
      ]),
    );
  };
  await look();
  const timer = setInterval(() => void look().catch(() => undefined), AGAIN);
  stage.signal.addEventListener('abort', () => {
    clearInterval(timer);
    void recommender.close();
  });
  return facts;
}

function factsOf(status: RecommenderStatus, used: number, tabs: number): [string, string][] {
  const say = messages();
  const { pack, scoring } = status;
  const backends = ['gpu' in navigator ? say.webgpu : '', say.wasm].filter(Boolean).join(', ');
  return [
    [say.facts.state, status.state],
    [say.facts.products, number(status.products)],
    [say.facts.pack, pack ? `${bytes(pack.bytes)}, ${pack.sections.join(', ')}` : say.none],
    [say.facts.scoring, scoring ? [scoring.kind, scoring.reason].filter(Boolean).join(': ') : say.none],
    [say.facts.backend, status.neural?.backend ?? backends],
    [say.facts.durable, status.durable ? say.durableYes : say.durableNo],
    [say.facts.history, number(status.interactions)],
    [say.facts.used, bytes(used)],
    [say.facts.tabs, number(tabs)],
    [say.facts.restarts, number(status.restarts)],
  ];
}
