import { type Bipartite, createRoundTrip, type RoundTrip, type RowLists } from '../kernels/algebra/round-trip.ts';
import { joinSequences } from '../training/sequences.ts';
import { orthonormalise } from './orthonormalise.ts';
import type { VisitorItems } from './visitor-items.ts';

/** The graph of visitors and the items they met, and what flows along its edges. */
export class VisitorGraph {
  private constructor(
    /** 1 / √degree, by item row; 0 for an item that nobody met. [items + 1] */
    readonly reading: Float32Array,
    private readonly trip: RoundTrip,
    private readonly rounds: number,
  ) {}

  /** @param width of the vectors that flow; @param rounds how often they go from items to visitors and back */
  static async of({ ofVisitor, ofItem }: VisitorItems, width: number, rounds: number): Promise<VisitorGraph> {
    const reading = Float32Array.from(ofItem, ({ length }) => (length === 0 ? 0 : 1 / Math.sqrt(length)));
    const graph: Bipartite = {
      ofItem: rowLists(ofItem),
      ofVisitor: rowLists(ofVisitor),
      itemScales: reading,
      visitorScales: Float32Array.from(ofVisitor, ({ length }) => (length === 0 ? 0 : 1 / length)),
    };
    return new VisitorGraph(reading, await createRoundTrip(graph, width), rounds);
  }

  /**
   * The vectors that vary least along the edges: leading eigenvectors of a round trip, by subspace iteration (Halko,
   * Martinsson & Tropp, 2011).
   * @param start random numbers, [items + 1, width]; @returns orthonormal columns, [items + 1, width]
   */
  smoothest(start: Float32Array, width: number, sweeps: number): Float32Array {
    let vectors = start;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      vectors = this.trip.run(vectors);
      orthonormalise(vectors, width);
    }
    return vectors;
  }

  /**
   * Mean over the layers, each edge weighing 1 / √(degree · degree). The operator is symmetric, so it carries gradients
   * too.
   * @param vectors [items + 1, width]; @returns [items + 1, width]
   */
  layerMean(vectors: Float32Array): Float32Array {
    const mean = vectors.slice();
    let layer = vectors;
    for (let round = 0; round < this.rounds; round++) {
      layer = this.trip.run(layer);
      for (let i = 0; i < mean.length; i++) mean[i] += layer[i];
    }
    for (let i = 0; i < mean.length; i++) mean[i] /= this.rounds + 1;
    return mean;
  }
}

function rowLists(lists: readonly Int32Array[]): RowLists {
  const { items: rows, offsets } = joinSequences(lists);
  return { rows, offsets };
}
