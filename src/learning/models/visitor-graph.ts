import { type Bipartite, createRoundTrip, type RoundTrip, type RowLists } from '../../kernels/algebra/round-trip.ts';
import { joinSequences } from '../training/sequences.ts';
import { orthonormalise } from './orthonormalise.ts';
import type { VisitorItems } from './visitor-items.ts';

/** How vectors flow through the graph. */
export interface Flow {
  /** Numbers in a vector. */
  width: number;
  /** How often they go from items to visitors and back: `2 · rounds + 1` layers of the paper. */
  rounds: number;
  /** Added to each degree: less flows where few edges speak. 0 is the paper. */
  smoothing: number;
  /**
   * Weight of layer 0 in an item's mean, above 0; each other layer's is 1, and so is this in the paper. A visitor's vector
   * is made of items' means: what visitors get from layer 0 weighs as much.
   */
  ownWeight: number;
}

/** The graph of visitors and the items they met, and what flows along its edges. */
export class VisitorGraph {
  private constructor(
    /** 1 / √degree, by item row; 0 for an item that nobody met. [items + 1] */
    readonly reading: Float32Array,
    private readonly trip: RoundTrip,
    private readonly flow: Flow,
  ) {}

  static async of({ ofVisitor, ofItem }: VisitorItems, flow: Flow): Promise<VisitorGraph> {
    const share = ({ length }: Int32Array): number => (length === 0 ? 0 : 1 / (length + flow.smoothing));
    const reading = Float32Array.from(ofItem, (visitors) => Math.sqrt(share(visitors)));
    const graph: Bipartite = {
      ofItem: rowLists(ofItem),
      ofVisitor: rowLists(ofVisitor),
      itemScales: reading,
      visitorScales: Float32Array.from(ofVisitor, share),
    };
    return new VisitorGraph(reading, await createRoundTrip(graph, flow.width), flow);
  }

  /**
   * The vectors that vary least along the edges: leading eigenvectors of a round trip, by subspace iteration (Halko,
   * Martinsson & Tropp, 2011).
   * @param start random numbers, [items + 1, width]; @returns orthonormal columns, [items + 1, width]
   */
  smoothest(start: Float32Array, sweeps: number): Float32Array {
    let vectors = start;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      vectors = this.trip.run(vectors);
      orthonormalise(vectors, this.flow.width);
    }
    return vectors;
  }

  /**
   * Mean over the layers, each edge weighing 1 / √(degree · degree). The operator is symmetric, so it carries gradients
   * too.
   * @param vectors [items + 1, width]; @returns [items + 1, width]
   */
  layerMean(vectors: Float32Array): Float32Array {
    const { rounds, ownWeight } = this.flow;
    const mean = new Float32Array(vectors.length);
    for (let i = 0; i < mean.length; i++) mean[i] = ownWeight * vectors[i];
    let layer = vectors;
    for (let round = 0; round < rounds; round++) {
      layer = this.trip.run(layer);
      for (let i = 0; i < mean.length; i++) mean[i] += layer[i];
    }
    const layers = rounds + ownWeight;
    for (let i = 0; i < mean.length; i++) mean[i] /= layers;
    return mean;
  }
}

function rowLists(lists: readonly Int32Array[]): RowLists {
  const { items: rows, offsets } = joinSequences(lists);
  return { rows, offsets };
}
