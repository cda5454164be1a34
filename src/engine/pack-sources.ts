import type { FeatureIndex } from '../catalogue/feature-index.ts';
import { fromWire, type VitrineError } from '../contract/errors.ts';
import type { Pack, PackPart, PackSection } from '../pack/pack.ts';
import { createLearnedRanker, type LearnedRanker } from './ranking/learned-ranker.ts';
import type { ScriptParts } from './script-parts.ts';
import type { AwaitedSource, CandidateSource } from './sources/candidate-source.ts';
import { type ContentTower, createContentTower } from './sources/content-tower.ts';
import type { readFurther } from './sources/further/read-further.ts';
import { SOURCES } from './sources/registry.ts';
import type { SourceDescriptor } from './sources/source-descriptor.ts';

type ReadFurther = typeof readFurther;

/**
 * The candidate sources of a pack: the same for the page and for evaluation. Sections that are not known are ignored.
 * @param further reads the sections of the sources that have no reader of their own; without it these are ignored too
 * @param made sources of sections that were read before: they are taken as they are, and new ones are noted
 * @throws VitrineError `pack-corrupt`
 */
export function createPackSources(
  pack: { readonly productIds: { readonly length: number }; readonly sections: Pack['sections'] },
  further?: ReadFurther,
  made: WeakMap<PackSection, readonly CandidateSource[]> = new WeakMap(),
): CandidateSource[] {
  const names = new Set(SOURCES.flatMap(({ section }) => section ?? []));
  return [...names].flatMap((name) => {
    if (!Object.hasOwn(pack.sections, name)) return [];
    const section = pack.sections[name];
    const sources = made.get(section) ?? readSection(name, section, pack.productIds.length, further);
    if (sources.length > 0) made.set(section, sources);
    return sources;
  });
}

function readSection(name: string, section: PackSection, items: number, further?: ReadFurther): CandidateSource[] {
  return SOURCES.flatMap((source): CandidateSource[] => {
    if (source.section !== name) return [];
    const made = source.read ? source.read(section, items) : further?.(source.name, section, items);
    if (made === undefined) return [];
    if ('code' in made) throw fromWire(made);
    return [made];
  });
}

/**
 * What reads the further sources of a pack, where it has some, by a script of its own.
 * @param onProblem called where the script cannot be loaded
 */
export async function furtherOf(
  { sections }: Pick<PackPart, 'sections'>,
  parts: ScriptParts,
  onProblem?: (problem: VitrineError) => void,
): Promise<ReadFurther | undefined> {
  const some = SOURCES.some(
    ({ section, read }: SourceDescriptor) =>
      section !== undefined && read === undefined && Object.hasOwn(sections, section),
  );
  return some ? parts.want('further-sources', 'are made without the models that it reads', onProblem) : undefined;
}

/** The sources that need no pack. */
export function createUnpackedSources(features: FeatureIndex): (CandidateSource | AwaitedSource)[] {
  return SOURCES.flatMap((source) => (source.section === undefined ? [source.create(features)] : []));
}

/**
 * The learned ranker of a pack, where it has one.
 * @throws VitrineError `pack-corrupt`
 */
export function createPackRanker({ ids, sections }: Pick<PackPart, 'ids' | 'sections'>): LearnedRanker | undefined {
  return Object.hasOwn(sections, 'ranker') ? createLearnedRanker(sections.ranker, ids.size) : undefined;
}

/**
 * The content tower of a pack, where it has one.
 * @throws VitrineError `pack-corrupt`
 */
export function createPackTower({ sections }: Pick<Pack, 'sections'>): ContentTower | undefined {
  if (!Object.hasOwn(sections, 'tower')) return undefined;
  const widths = Object.entries(sections).map(([name, { options }]): [string, unknown] => [name, options.width]);
  return createContentTower(sections.tower, new Map(widths));
}

/** Gives the products that only the feed has, from row `first` on, vectors by their content. */
export function placeNewProducts(
  sources: readonly CandidateSource[],
  tower: ContentTower | undefined,
  features: FeatureIndex,
  first: number,
): void {
  if (tower === undefined || features.rows <= first) return;
  for (const source of sources) {
    if (tower.sources.includes(source.name)) source.extend?.(first, tower.vectorsOf(source.name, features, first));
  }
}
