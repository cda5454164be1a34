import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { ProductId } from '../../contract/product.ts';
import type { Heading, Placement as PlacementName, Reason } from '../../contract/recommendation.ts';
import type { PackPart } from '../../pack/pack.ts';
import type { FallbackChain, Step } from '../lists/fallback-chain.ts';
import type { ResolvedQuery } from '../lists/resolve-query.ts';
import type { AwaitedSource, CandidateSource, VisitorContext } from '../sources/candidate-source.ts';

/** The list that is asked for, and what it can be made from. */
export interface Shelf {
  catalogue: Catalogue;
  /** The visitor's own; where the query has seeds that the catalogue knows, they come last in it. */
  context: VisitorContext;
  query: ResolvedQuery;
  /** The visitor's interactions, oldest first. */
  history: readonly StoredInteraction[];
  chain: FallbackChain;
  /** The pack that serves whole; the products that only the feed has follow its rows. */
  pack: Pick<PackPart, 'ids' | 'sections'> | undefined;
  /** The shop's encoder of pictures, where it has one: the address of its file, or its bytes. */
  encoder: string | ArrayBuffer | undefined;
}

/** How the list is made. */
export interface Plan {
  /** Whom, or what, the list is for. Default: the visitor as they are. */
  context?: VisitorContext;
  steps: readonly Step[];
  heading?: Omit<Heading, 'kind'>;
  /** The reason for each product of the list that its own source found. Default: that source's. */
  reasons?: (id: ProductId) => Reason;
  /** Whether a list stays empty or short rather than showing something else. Default no. */
  sparse?: boolean;
}

/** One placement: a line of the table in `placements.ts`. */
export interface Placement {
  readonly name: PlacementName;
  /** Where the query says nothing. */
  readonly defaults?: Partial<ResolvedQuery>;
  plan(shelf: Shelf): Plan | Promise<Plan>;
}

/** A step of one source of the placement's own. */
export function stepOf({ chain }: Shelf, source: CandidateSource | AwaitedSource | undefined): Step[] {
  return source ? [{ funnel: chain.funnelOf([source], { [source.name]: 1 }) }] : [];
}
