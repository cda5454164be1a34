import type { ProductId } from '../contract/product.ts';
import type { BySource } from '../contract/recommendation.ts';
import type { TextTable } from '../kernels/compact/text-table.ts';

/** Element types of a pack's tensors, by their safetensors names. */
export type TensorData = Float32Array | Int32Array | Uint32Array | Uint16Array | Int8Array | Uint8Array;

export interface Tensor {
  shape: readonly number[];
  data: TensorData;
}

/** One part of a pack: what one candidate source or model needs, with the options it was made with. */
export interface PackSection {
  /** Version of its layout. Default 1. */
  version?: number;
  /** Its own options: plain JSON, checked by its layout. */
  options: Record<string, unknown>;
  tensors: Record<string, Tensor>;
}

/** What one trained file knows about a shop. Rows of all tensors by item: row 0 is padding, row `i` is `productIds[i - 1]`. */
export interface Pack {
  manifest: PackManifest;
  productIds: readonly ProductId[];
  /** By name: `attention`, `rules`, `knn`, `popular`, … A reader ignores sections that it does not know. */
  sections: Readonly<Record<string, PackSection>>;
}

/** A pack as the page reads it: ids as bytes, and, while it arrives, the sections that are complete. */
export interface PackPart {
  manifest: PackManifest;
  ids: TextTable;
  sections: Readonly<Record<string, PackSection>>;
}

export interface PackManifest {
  /** ISO date. */
  created: string;
  /** What one training sequence was: all of a visitor's interactions, or one session. */
  unit: 'visitor' | 'session';
  /** Items, pairs and windows seen by fewer shoppers were left out. 1 leaves out none. */
  minShoppers: number;
  /** Fusion weights tuned on the validation split. */
  weights: BySource;
  /** Whether the weights follow the visitor's clicks, since they ranked validation better so. Default `false`. */
  adaptive?: boolean;
  /** What was measured when it was made, by metric name, on validation. */
  metrics: Record<string, number>;
  /** Whose windows the section `knn` holds: real shoppers', or those of virtual ones. Default `real`. */
  windows?: 'real' | 'synthetic';
  /** The differential privacy that the whole pack keeps to, for whole shoppers. Default: none is promised. */
  noise?: { epsilon: number; delta: number };
}
