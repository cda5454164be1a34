import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { AwaitedSource, CandidateSource } from './candidate-source.ts';

/** All that the house knows of a candidate source without asking it. */
interface Described<TName extends SourceName> {
  /** The same as that of the sources that it makes. */
  readonly name: TName;
  /** Whether its candidates depend on this visitor, and are not the same for all. */
  readonly personal: boolean;
  /** Its weight where neither the shop nor the pack has weights. Default 0: it is not asked. */
  readonly defaultWeight?: number;
  /** Whether a pack has it where nobody says which sources to train. Default false. */
  readonly fused?: boolean;
  /** Whether it also fills the places that the ranking leaves free. Default false. */
  readonly fallback?: boolean;
  /**
   * The reason that it gives for a product: `because` of an earlier interaction (the default), `similar` to an earlier
   * product, or `popular`.
   */
  readonly reason?: 'because' | 'similar' | 'popular';
}

/** A source that is made of a section of the pack. Several may read the same section. */
export interface PackedSource<TName extends SourceName = SourceName> extends Described<TName> {
  readonly section: string;
  readonly needs?: never;
  /**
   * @param items rows of the pack
   * @throws VitrineError `pack-corrupt`
   */
  read(section: PackSection, items: number): CandidateSource;
}

/** The same with a section that a script of its own reads (`readFurther`), since few packs have it. */
export interface FurtherSource<TName extends SourceName = SourceName> extends Described<TName> {
  readonly section: string;
  readonly needs?: never;
  readonly read?: never;
}

/** A source that needs no pack. */
export interface UnpackedSource<TName extends SourceName = SourceName> extends Described<TName> {
  readonly section?: never;
  readonly read?: never;
  /** What it reads besides the visitor's history: records of products, or what the visitor's friends met. */
  readonly needs: 'products' | 'friends';
  /**
   * @param features of the catalogue as it is; a catalogue that changes has another source
   * @returns the source; one that has to be waited for is asked in the page only: the trainer leaves it out
   */
  create(features: FeatureIndex): CandidateSource | AwaitedSource;
}

/** One candidate source: this is the half that the page loads. How its section is made from a log is another descriptor: src/trainer/fit/section-fit.ts. */
export type SourceDescriptor = PackedSource | FurtherSource | UnpackedSource;
